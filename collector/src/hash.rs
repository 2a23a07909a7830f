//! Hashes, signatures and random bytes, as hexadecimal digits.

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

/// As lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
}

/// Reads [`hex`] back.
#[must_use]
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let pair = |pair: &[u8]| Some((digit(pair.first()?)? << 4 | digit(pair.get(1)?)?) as u8);
    text.as_bytes().chunks(2).map(pair).collect()
}

/// SHA-256.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn mac(key: &[u8], timestamp: &str, body: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    for part in [timestamp.as_bytes(), b".", body] {
        mac.update(part);
    }
    Some(mac)
}

/// HMAC-SHA256 over the timestamp, a full stop and the body.
#[must_use]
pub fn sign(key: &[u8], timestamp: &str, body: &[u8]) -> String {
    mac(key, timestamp, body).map(|mac| hex(&mac.finalize().into_bytes())).unwrap_or_default()
}

/// Whether [`sign`] gives this; takes as long whichever digit is wrong.
#[must_use]
pub fn is_signed(key: &[u8], timestamp: &str, body: &[u8], signature: &str) -> bool {
    match (mac(key, timestamp, body), unhex(signature)) {
        (Some(mac), Some(signature)) => mac.verify_slice(&signature).is_ok(),
        _ => false,
    }
}

/// So many random bytes.
///
/// # Errors
/// Where the machine has none.
pub fn random<const N: usize>() -> anyhow::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("this machine gives no random bytes: {error}"))?;
    Ok(bytes)
}

/// So many random bytes, as digits.
///
/// # Errors
/// Where the machine has none.
pub fn random_hex<const N: usize>() -> anyhow::Result<String> {
    Ok(hex(&random::<N>()?))
}
