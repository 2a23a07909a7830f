//! Colours and how well they are told apart, for those who check themes.
//!
//! Decides the figures of WCAG 2.2 and which colour near another one would do. Leaves to its callers which colours meet.

/// Red, green and blue, each 0 to 1.
pub type Rgb = [f64; 3];

/// Contrast of two colours, 1 to 21: <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>.
#[must_use]
pub fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    if one > other { one / other } else { other / one }
}

/// Reads `#rrggbb`; what is no colour is black.
#[must_use]
pub fn read(css: &str) -> Rgb {
    [1, 3, 5].map(|at| css.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).map_or(0.0, |byte| f64::from(byte) / 255.0))
}

/// Writes `#rrggbb`.
#[must_use]
pub fn write(colour: Rgb) -> String {
    let [red, green, blue] = colour.map(|part| (part.clamp(0.0, 1.0) * 255.0).round() as u8);
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// The colour nearest to this one that `passes`, on its way to black or white; None where neither does.
#[must_use]
pub fn nearest(colour: Rgb, passes: impl Fn(Rgb) -> bool) -> Option<String> {
    for step in 1..=100 {
        for end in [0.0, 1.0] {
            let share = f64::from(step) / 100.0;
            // As it is written, so that what is said passes when it is read again.
            let css = write(colour.map(|part| part + (end - part) * share));
            if passes(read(&css)) {
                return Some(css);
            }
        }
    }
    None
}

/// Half way between two colours, as the style sheet mixes the accent of a surface of its own: in Oklab.
#[must_use]
pub fn between(one: Rgb, other: Rgb) -> Rgb {
    let (one, other) = (to_lab(one), to_lab(other));
    let [l, a, b] = [0, 1, 2].map(|part: usize| (one.get(part).unwrap_or(&0.0) + other.get(part).unwrap_or(&0.0)) / 2.0);
    from_lab([l, a, b])
}

/// The colour with at most or at least this lightness in Oklab, and at most this chroma.
#[must_use]
pub fn lightness_of(colour: Rgb, lightness: impl Fn(f64) -> f64, chroma: f64) -> Rgb {
    let [l, a, b] = to_lab(colour);
    let own = a.hypot(b);
    let scale = if own > chroma { chroma / own } else { 1.0 };
    from_lab([lightness(l), a * scale, b * scale])
}

fn linear(part: f64) -> f64 {
    if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

fn curved(part: f64) -> f64 {
    let part = part.clamp(0.0, 1.0);
    if part <= 0.003_130_8 { part * 12.92 } else { 1.055 * part.powf(1.0 / 2.4) - 0.055 }
}

/// Relative luminance, 0 to 1: <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>.
fn luminance(colour: Rgb) -> f64 {
    let [red, green, blue] = colour.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// To Oklab: <https://www.w3.org/TR/css-color-4/#ok-lab>.
fn to_lab(colour: Rgb) -> Rgb {
    let [r, g, b] = colour.map(linear);
    let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
    let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
    let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
    [
        0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
    ]
}

/// And back.
fn from_lab([lightness, a, b]: Rgb) -> Rgb {
    let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
    ]
    .map(curved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_those_of_the_standard() {
        let of = |one: &str, other: &str| contrast(read(one), read(other));
        assert!((of("#000000", "#ffffff") - 21.0).abs() < 1e-9);
        assert!((of("#777777", "#FFFFFF") - 4.478).abs() < 1e-3);
        assert!((of("#2f5d50", "#ffffff") - 7.438).abs() < 0.1);
    }

    #[test]
    fn there_and_back_again() {
        for css in ["#000000", "#ffffff", "#e0a94f", "#2438d1"] {
            assert_eq!(write(from_lab(to_lab(read(css)))), css);
            assert_eq!(write(between(read(css), read(css))), css);
        }
    }

    #[test]
    fn the_nearest_passes_and_one_step_less_does_not() {
        let white = read("#ffffff");
        let css = nearest(read("#777777"), |colour| contrast(colour, white) >= 4.5).unwrap();
        assert_eq!(css, "#767676");
        assert_eq!(nearest(white, |_| false), None);
    }
}
