//! From a snapshot back to a state, so that the tools build explains what the shopper's build decided.

use crate::engine::bits::Bits;
use crate::engine::event::{Consent, ConsentMode, Room};
use crate::engine::fact::FactType;
use crate::engine::id::{Chance, Id};
use crate::engine::judge;
use crate::engine::message::Message;
use crate::engine::profile::Profile;
use crate::engine::program::Program;
use crate::engine::scene::Scene;
use crate::engine::snapshot::name;
use crate::engine::state::{Claim, Showing, State};
use crate::engine::tab::Tab;
use crate::engine::time::{NEVER, Zone};
use crate::engine::trigger::{MOMENTS, Moment};
use crate::node::{Doc, Node};
use crate::rules::show::{Show, SurfaceWord};
use crate::value::Value;
use std::rc::Rc;

/// Reads a snapshot; None where it is none.
#[must_use]
pub fn restore(program: &Program, snapshot: &str) -> Option<State> {
    let doc = Doc::scan(snapshot.as_bytes()).ok()?;
    let root = doc.root();
    let now = root.get("now")?.integer()?;
    let int = |key: &str| root.get(key).and_then(Node::integer).unwrap_or(-1);
    let campaigns = program.campaigns.len();
    let ranks = |key: &str| {
        let mut bits = Bits::new(campaigns);
        root.get(key).into_iter().flat_map(Node::items).filter_map(Node::integer).for_each(|rank| bits.set(rank as u32, true));
        bits
    };
    let mut state = State {
        started: true,
        now,
        page_at: int("page_at"),
        currency: root.get("currency")?.text()?.into(),
        storage: root.get("storage")?.bool()?,
        dismissed: root.get("dismissed")?.bool()?,
        preview: root.get("preview")?.bool()?,
        mode: [ConsentMode::Required, ConsentMode::Strict, ConsentMode::Granted, ConsentMode::Denied][int("mode").clamp(0, 3) as usize],
        ready: Bits::new(campaigns),
        ..State::default()
    };
    let mut answers = root.get("consent")?.items().map(Node::bool);
    let mut answer = || answers.next().flatten();
    state.consent = Consent { analytics: answer(), marketing: answer(), preferences: answer() };
    let mut numbers = root.get("zones")?.items().map(|number| number.integer().unwrap_or(0));
    let mut zone = || {
        let (now, change, then) = (numbers.next()?, numbers.next()?, numbers.next()?);
        Some(Zone { offset_minutes: now as i32, next: (change > 0).then_some((change, then as i32)) })
    };
    state.zones = [zone()?, zone()?];
    judge::begin(program, &mut state);
    for (key, value) in root.get("facts")?.entries() {
        let wanted = key.text()?;
        let Some(number) = program.slots.iter().position(|slot| name(&slot.source) == wanted) else { continue };
        let kind = program.slots.get(number)?.kind;
        let value = match (kind, value.integer()) {
            (FactType::Json, _) | (_, None) => value.value(),
            (_, Some(whole)) => Value::Int(whole),
        };
        judge::report(program, &mut state, number as u16, Some(value));
    }
    judge::currency_moved(program, &mut state);
    state.custom = root.get("custom")?.entries().filter_map(|(key, value)| Some((key.text()?.into(), value.value()))).collect();
    state.armed = ranks("armed");
    state.speechless = ranks("speechless");
    state.over = ranks("over");
    state.codeless = ranks("codeless");
    state.broken = ranks("broken");
    for mut pair in root.get("places")?.items().map(Node::items) {
        let (place, room) = (pair.next()?.integer()? as u16, pair.next()?.integer()?);
        state.places.push((place, [Room::Missing, Room::InSight, Room::Free][room.clamp(0, 2) as usize]));
    }
    for mut pair in root.get("passing")?.items().map(Node::items) {
        state.passing.push((pair.next()?.integer()? as u32, pair.next()?.integer()?));
    }
    for (list, folded) in [("showing", false), ("folded", true)] {
        let ranks = root.get(list).into_iter().flat_map(Node::items).filter_map(Node::integer);
        state.showing.extend(ranks.map(|rank| Showing { folded, ..shown(rank as u32) }));
    }
    let claimed = int("claim");
    state.claim = (claimed >= 0).then(|| Claim { exposure: Id::default(), campaign: claimed as u32, messages: Vec::new() });
    state.retry_at = Some(int("retry_at")).filter(|at| *at >= 0);
    state.scene = Scene(int("scene").max(0) as u8);
    state.customer = root.get("customer")?.text().filter(|id| !id.is_empty()).map(Into::into);
    state.profile = Profile::read(root.get("profile")?.raw(), now);
    state.tab = Tab::read(root.get("tab")?.raw(), now);
    go_on(program, &mut state);
    Some(state)
}

/// What a snapshot leaves out and going on from it needs: measured moments have fired as far as they have come, and everything is
/// asked anew.
fn go_on(program: &Program, state: &mut State) {
    state.chance = Chance::new([7; 16]);
    state.active_at = state.now;
    state.clock_at = Some(state.now);
    state.resting = Bits::new(program.campaigns.len());
    state.interrupting = Bits::new(program.campaigns.len());
    for (campaign, rank) in program.campaigns.iter().zip(0u32..) {
        state.interrupting.set(rank, campaign.intrudes());
    }
    state.fired = [-1; MOMENTS];
    let since = [(Moment::PageView, state.page_at), (Moment::TimeOnPage, state.page_at), (Moment::TimeOnSite, state.tab.visit)];
    for (moment, since) in since.into_iter().chain(state.tab.cart.map(|(_, since)| (Moment::CartIdle, since))) {
        state.fired[moment as usize] = state.now - since;
    }
}

/// A message of which only the campaign matters.
fn shown(rank: u32) -> Showing {
    let show = Show {
        surface: SurfaceWord::Bar,
        first: false,
        push: false,
        at: None,
        teaser: None,
        theme: crate::rules::theme::Theme::default(),
        locale: None,
        campaign: "".into(),
        counts: false,
        site: Rc::default(),
        text: "".into(),
        steps: Vec::new(),
    };
    Showing {
        exposure: Id::default(),
        campaign: rank,
        variant: "".into(),
        unassigned: false,
        message: Rc::new(Message { show, ways: crate::engine::program::Tree::default() }),
        step: 0,
        answers: Vec::new(),
        sent: 0,
        drawn: 0,
        actions: [].into(),
        seen: true,
        since: 0,
        ends: NEVER,
        folded: false,
        up: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::event::{Event, Started};
    use crate::engine::{snapshot, step};
    use crate::rules::load;

    #[test]
    fn the_clock_that_will_be_put_back_is_kept() {
        let (program, _) = load(br#"{ "format": 1, "campaigns": [] }"#);
        let shop_zone = Zone { offset_minutes: 180, next: Some((1_792_890_000_000, 120)) };
        let mut state = State::default();
        step(&program, &mut state, 1_792_800_000_000, Event::Started(Box::new(Started { shop_zone, ..Started::default() })));
        let restored = restore(&program, &snapshot(&program, &state)).map(|state| state.zones);
        assert_eq!(restored, Some([shop_zone, Zone::default()]));
    }
}
