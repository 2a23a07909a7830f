//! What is in the way of a message on the page, and whom it keeps waiting.
//!
//! Decides which campaigns mind what. Leaves looking to the host (`web/page/polite.js` has the same order) and waiting to `choose`.

use super::program::Campaign;

macro_rules! obstacles {
    ($($id:ident $word:literal $says:literal;)*) => {
        /// What can be in the way. The first one is the one that is told.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Obstacle { $(#[doc = $says] $id,)* }

        /// Every obstacle, its word in scenarios, and what explanations say of it.
        #[cfg(feature = "tools")]
        pub const OBSTACLES: &[(Obstacle, &str, &str)] = &[$((Obstacle::$id, $word, $says),)*];
    };
}

obstacles! {
    Hidden "hidden" "nobody looks at the tab";
    Dialog "dialog" "a dialog of the page is open";
    Banner "banner" "a cookie banner is open";
    Chat "chat" "a chat window is open";
    Avoided "avoided" "something is on screen that `avoid` names";
    Video "video" "a video plays";
    Typing "typing" "the shopper is typing";
    OtherTab "other_tab" "another tab has the screen just now";
}

/// What is in the way at one moment, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scene(pub u8);

impl Scene {
    /// A scene with nothing else in it.
    #[must_use]
    pub const fn of(obstacle: Obstacle) -> Scene {
        Scene(1 << obstacle as u8)
    }

    /// The same with something of `site.avoid` in the way.
    #[must_use]
    pub const fn avoided(self) -> Scene {
        Scene(self.0 | Scene::of(Obstacle::Avoided).0)
    }

    /// What of it a campaign minds: one that stands in the page, only that nobody would see it.
    #[must_use]
    pub fn for_campaign(self, campaign: &Campaign) -> Scene {
        let minds = match (campaign.intrudes(), campaign.while_typing) {
            (false, _) => Scene::of(Obstacle::Hidden).0 | Scene::of(Obstacle::OtherTab).0,
            (true, true) => !Scene::of(Obstacle::Typing).0,
            (true, false) => u8::MAX,
        };
        Scene(self.0 & minds)
    }
}

#[cfg(feature = "tools")]
impl Scene {
    /// The same with one thing more in the way.
    #[must_use]
    pub fn and(self, obstacle: Obstacle) -> Scene {
        Scene(self.0 | Scene::of(obstacle).0)
    }

    /// Whether it is in the way.
    #[must_use]
    pub fn has(self, obstacle: Obstacle) -> bool {
        self.0 & Scene::of(obstacle).0 != 0
    }

    /// What is told of it, in words.
    #[must_use]
    pub fn says(self) -> &'static str {
        OBSTACLES.iter().find(|(obstacle, ..)| self.has(*obstacle)).map_or("nothing is in the way", |(_, _, says)| says)
    }
}
