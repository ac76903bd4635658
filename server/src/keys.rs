//! The program's own keys: what it signs with. They stand outside the database that they protect, in the
//! environment (`KAKEHASHI_KEYS`) or in the file `keys` of the data folder, which only the server's user may
//! read: one key a line, the first one signs, all of them check. `kakehashi rotate-keys` puts a new one first.

use std::{io::Write, path::Path};

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use crate::{Config, Error, Result};

/// The file in the data folder.
const FILE: &str = "keys";

/// The environment variable; several keys stand with commas between.
const VARIABLE: &str = "KAKEHASHI_KEYS";

/// Bytes of a short signature.
const TAG: usize = 16;

/// What this program signs and checks with.
pub struct Keys {
    keys: Vec<Vec<u8>>,
}

impl Keys {
    /// The keys of this program; the first one is made when there is none. `older` is a key that goes on
    /// checking what it signed: the one that an earlier version kept in the database. The answer tells
    /// whether it stands in the file now, so that it may leave the database.
    pub fn load(config: &Config, older: Option<&str>) -> Result<(Keys, bool)> {
        if let Ok(text) = std::env::var(VARIABLE) {
            let keys = Keys::read(text.split(',').chain(older))
                .map_err(|why| Error::unexpected(format!("{VARIABLE}: {why}")))?;
            return Ok((keys, false));
        }
        let file = config.data.join(FILE);
        if !file.exists() {
            let text = format!("{}\n", new_key()?);
            // Of two programs that start at the same moment, one makes the file.
            write_new(&file, &text).or_else(|error| if file.exists() { Ok(()) } else { Err(error) })?;
        }
        let mut text = std::fs::read_to_string(&file)?;
        if let Some(older) = older
            && !text.lines().any(|line| line.trim() == older)
        {
            text = format!("{}\n{older}\n", text.trim_end());
            replace(config, &text)?;
        }
        let keys = Keys::read(text.lines())
            .map_err(|why| Error::unexpected(format!("{}: {why}", file.display())))?;
        Ok((keys, older.is_some()))
    }

    fn read<'a>(lines: impl Iterator<Item = &'a str>) -> std::result::Result<Keys, &'static str> {
        let keys: Vec<Vec<u8>> = lines
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(|line| line.as_bytes().to_vec())
            .collect();
        if keys.is_empty() {
            return Err("no key in it");
        }
        if keys.iter().any(|key| key.len() < 32) {
            return Err("a key has fewer than 32 characters");
        }
        Ok(Keys { keys })
    }

    /// These keys, one a line.
    #[cfg(test)]
    pub(crate) fn of(text: &str) -> Keys {
        Keys::read(text.lines()).unwrap()
    }

    /// A new key in the first place; the older ones go on checking. Gives the number of keys.
    pub fn rotate(config: &Config) -> Result<usize> {
        let file = config.data.join(FILE);
        let old = std::fs::read_to_string(&file).unwrap_or_default();
        let text = format!("{}\n{old}", new_key()?);
        let count = Keys::read(text.lines()).map_err(Error::unexpected)?.keys.len();
        replace(config, &text)?;
        Ok(count)
    }

    /// The signature of these parts for a purpose, with the newest key, whose name stands before it.
    /// Each part is signed with its length, so that none can borrow from its neighbour.
    pub fn sign(&self, purpose: &str, parts: &[&[u8]]) -> Result<String> {
        let key = self
            .keys
            .first()
            .ok_or_else(|| Error::unexpected("no key to sign with"))?;
        let mac = mac(key, purpose, parts)?.finalize().into_bytes();
        Ok(format!("{}:{}", name(key), hex::encode(mac)))
    }

    /// Whether one of the keys made this signature. In a signature without a key's name, as they were
    /// first made, it may be any of them.
    pub fn verifies(&self, signature: &str, purpose: &str, parts: &[&[u8]]) -> Result<bool> {
        let (wanted, signature) = match signature.split_once(':') {
            Some((wanted, signature)) => (Some(wanted), signature),
            None => (None, signature),
        };
        let Ok(signature) = hex::decode(signature) else {
            return Ok(false);
        };
        for key in &self.keys {
            if wanted.is_some_and(|wanted| name(key) != wanted) {
                continue;
            }
            // Compares in constant time.
            if mac(key, purpose, parts)?.verify_slice(&signature).is_ok() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A short signature for a link that is printed and scanned: 128 bits, as 32 hexadecimal digits.
    pub fn tag(&self, purpose: &str, parts: &[&[u8]]) -> Result<String> {
        let key = self
            .keys
            .first()
            .ok_or_else(|| Error::unexpected("no key to sign with"))?;
        let mac = mac(key, purpose, parts)?.finalize().into_bytes();
        Ok(hex::encode(mac.get(..TAG).unwrap_or_default()))
    }

    /// Whether one of the keys made this short signature.
    pub fn knows_tag(&self, tag: &str, purpose: &str, parts: &[&[u8]]) -> Result<bool> {
        let Ok(tag) = hex::decode(tag) else {
            return Ok(false);
        };
        if tag.len() != TAG {
            return Ok(false);
        }
        for key in &self.keys {
            // Compares in constant time.
            if mac(key, purpose, parts)?.verify_truncated_left(&tag).is_ok() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn mac(key: &[u8], purpose: &str, parts: &[&[u8]]) -> Result<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(Error::unexpected)?;
    for part in std::iter::once(purpose.as_bytes()).chain(parts.iter().copied()) {
        mac.update(&(part.len() as u64).to_le_bytes());
        mac.update(part);
    }
    Ok(mac)
}

/// What a key is called: the beginning of its hash tells nothing about it.
fn name(key: &[u8]) -> String {
    hex::encode(&Sha256::digest(key)[..4])
}

fn new_key() -> Result<String> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(Error::unexpected)?;
    Ok(hex::encode(bytes))
}

/// Puts a new file of keys into the place of the old one, in one step.
fn replace(config: &Config, text: &str) -> Result<()> {
    let new = config.data.join(format!("{FILE}.new"));
    let _ = std::fs::remove_file(&new);
    write_new(&new, text)?;
    Ok(std::fs::rename(new, config.data.join(FILE))?)
}

/// Writes a file of mode 0600 that is not there yet.
fn write_new(file: &Path, text: &str) -> Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut made = options.open(file)?;
    made.write_all(text.as_bytes())?;
    Ok(made.sync_all()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_older_key_signed_is_still_known_and_what_a_stranger_signed_is_not() {
        let (one, two) = ("1".repeat(64), "2".repeat(64));
        let signed = Keys::of(&one).sign("decision", &[b"ready", b"Hanako"]).unwrap();
        let both = Keys::of(&format!("{two}\n{one}\n"));
        assert!(
            both.verifies(&signed, "decision", &[b"ready", b"Hanako"])
                .unwrap()
        );
        assert!(!both.verifies(&signed, "device", &[b"ready", b"Hanako"]).unwrap());
        assert!(
            !both
                .verifies(&signed, "decision", &[b"readyH", b"anako"])
                .unwrap()
        );
        assert!(
            !Keys::of(&two)
                .verifies(&signed, "decision", &[b"ready", b"Hanako"])
                .unwrap()
        );
        assert_ne!(both.sign("decision", &[b"ready", b"Hanako"]).unwrap(), signed);
        let (_, bare) = signed.split_once(':').unwrap();
        assert!(both.verifies(bare, "decision", &[b"ready", b"Hanako"]).unwrap());
    }

    #[test]
    fn a_short_signature_is_good_with_an_older_key_and_only_whole() {
        let (one, two) = ("1".repeat(64), "2".repeat(64));
        let tag = Keys::of(&one).tag("link", &[b"7"]).unwrap();
        let both = Keys::of(&format!("{two}\n{one}\n"));
        assert!(both.knows_tag(&tag, "link", &[b"7"]).unwrap());
        assert!(!both.knows_tag(&tag, "link", &[b"8"]).unwrap());
        assert!(!both.knows_tag(&tag, "other", &[b"7"]).unwrap());
        for wrong in ["", &tag[..30], &tag[..2], &format!("{tag}00"), "zz"] {
            assert!(!both.knows_tag(wrong, "link", &[b"7"]).unwrap(), "{wrong}");
        }
    }

    #[test]
    fn a_short_key_and_an_empty_file_are_refused() {
        assert!(Keys::read("short".lines()).is_err());
        assert!(Keys::read("\n \n".lines()).is_err());
    }
}
