//! The style sheet, squeezed while compiling: comments and indentation are for readers of `sheet/*.css`.
//!
//! Decides the order of its files; what only some windows, colours or eyes want comes last and wins.

const SOURCE: &[u8] = concat!(
    include_str!("sheet/host.css"),
    include_str!("sheet/frames.css"),
    include_str!("sheet/surfaces.css"),
    include_str!("sheet/inline.css"),
    include_str!("sheet/teaser.css"),
    include_str!("sheet/room.css"),
    include_str!("sheet/text.css"),
    include_str!("sheet/buttons.css"),
    include_str!("sheet/blocks.css"),
    include_str!("sheet/questions.css"),
    include_str!("sheet/form.css"),
    include_str!("sheet/rating.css"),
    include_str!("sheet/countdown.css"),
    include_str!("sheet/products.css"),
    include_str!("sheet/wheel.css"),
    include_str!("sheet/scratch.css"),
    include_str!("sheet/small.css"),
    include_str!("sheet/dark.css"),
    include_str!("sheet/forced.css"),
    include_str!("sheet/motion.css"),
)
.as_bytes();
const LENGTH: usize = squeeze(SOURCE, &mut [0; SOURCE.len()]);
static BYTES: [u8; LENGTH] = {
    let mut room = [0; SOURCE.len()];
    squeeze(SOURCE, &mut room);
    let mut bytes = [0; LENGTH];
    let mut at = 0;
    while at < LENGTH {
        bytes[at] = room[at];
        at += 1;
    }
    bytes
};

/// What the browser gets.
pub static SHEET: &str = match std::str::from_utf8(&BYTES) {
    Ok(text) => text,
    Err(_) => "",
};

/// Drops comments, line ends, indentation and the last semicolon of a rule; returns the length of what is left. Texts in the sheet hold neither.
const fn squeeze(from: &[u8], into: &mut [u8]) -> usize {
    let (mut read, mut written) = (0, 0);
    while read < from.len() {
        let here = from[read];
        if here == b'/' && read + 1 < from.len() && from[read + 1] == b'*' {
            read += 2;
            while !(from[read] == b'*' && from[read + 1] == b'/') {
                read += 1;
            }
            read += 2;
            continue;
        }
        let after_break = written == 0 || matches!(into[written - 1], b'{' | b'}' | b';' | b':' | b',');
        let drop = here == b'\n' || (here == b' ' && after_break) || (here == b' ' && from[read + 1] == b'{');
        if here == b'}' && into[written - 1] == b';' {
            written -= 1;
        }
        if !drop {
            into[written] = here;
            written += 1;
        }
        read += 1;
    }
    written
}
