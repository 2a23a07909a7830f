//! What a text with escapes says.
//!
//! Decides what each escape stands for; lone surrogates become U+FFFD. Leaves to the scanner that the escapes are well-formed.

pub(super) fn unescape(raw: &str) -> String {
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let [byte, after @ ..] = rest {
        rest = after;
        let (b'\\', [code, after @ ..]) = (*byte, rest) else {
            out.push(*byte);
            continue;
        };
        rest = after;
        let scalar = match code {
            b'b' => 8,
            b'f' => 12,
            b'n' => 10,
            b'r' => 13,
            b't' => 9,
            b'u' => {
                let high = unit(&mut rest);
                let mut ahead = rest;
                if high >> 10 == 0xD800 >> 10
                    && let [b'\\', b'u', after @ ..] = ahead
                {
                    ahead = after;
                    let low = unit(&mut ahead);
                    if low >> 10 == 0xDC00 >> 10 {
                        rest = ahead;
                        0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)
                    } else {
                        high
                    }
                } else {
                    high
                }
            }
            other => u32::from(*other),
        };
        let c = char::from_u32(scalar).unwrap_or(char::REPLACEMENT_CHARACTER);
        out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
    String::from_utf8(out).unwrap_or_default()
}

/// The UTF-16 unit of an escape: four hexadecimal digits, as the scanner has seen to.
fn unit(text: &mut &[u8]) -> u32 {
    let mut unit = 0;
    if let Some((digits, rest)) = text.split_first_chunk::<4>() {
        for digit in digits {
            // The letters lie at 0x41 and 0x61, the digits below.
            unit = unit << 4 | u32::from((digit & 15) + (digit >> 6) * 9);
        }
        *text = rest;
    }
    unit
}
