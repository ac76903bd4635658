//! The number of a request: every line of the log that it caused has it, and so does the page that says that
//! something went wrong, so that whoever reads it can quote it and whoever runs the server finds the cause.

use std::{
    fmt,
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

/// The header that carries it in every answer.
pub const HEADER: &str = "x-request-id";

/// What it is written with: no letter that is read as a digit or as another letter (Crockford, "Base 32").
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Eight letters.
const BITS: u32 = 40;

/// The number of a request. None has the number of another until the server has answered 2^40.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RequestId(u64);

impl RequestId {
    /// The number of one more request.
    pub fn next() -> RequestId {
        // Each start counts from elsewhere, so that the numbers in the log differ.
        static COUNT: LazyLock<AtomicU64> = LazyLock::new(|| {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            AtomicU64::new(now.as_secs() << 20)
        });
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        // An odd factor keeps numbers apart and makes neighbours look different.
        RequestId(count.wrapping_mul(0x9E37_79B9_7F4A_7C15) & ((1 << BITS) - 1))
    }
}

/// As people read it to each other: `4F7K-2MQX`.
impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [b'-'; 9];
        for at in 0..8 {
            let letter = LETTERS[(self.0 >> (BITS - 5 - 5 * at)) as usize & 31];
            text[at as usize + usize::from(at > 3)] = letter;
        }
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_requests_have_the_same_number() {
        let seen: HashSet<String> = (0..10_000).map(|_| RequestId::next().to_string()).collect();
        assert_eq!(seen.len(), 10_000);
        for text in seen {
            assert_eq!((text.len(), text.as_bytes()[4]), (9, b'-'), "{text}");
        }
    }

    #[test]
    fn every_bit_of_it_is_written() {
        assert_eq!(RequestId(0).to_string(), "0000-0000");
        assert_eq!(RequestId((1 << BITS) - 1).to_string(), "ZZZZ-ZZZZ");
        assert_eq!(RequestId(1 << 39 | 1).to_string(), "G000-0001");
    }
}
