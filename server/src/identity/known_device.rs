//! Devices on which a person has signed in before, known by a signed cookie: whoever guesses passwords from
//! elsewhere cannot lock the person out there. The cookie holds an entry for each person of a shared
//! computer, and is sent to the sign-in page only.

use uuid::Uuid;

use super::Token;
use crate::{Keys, Result};

/// What is signed.
const PURPOSE: &str = "known device 1";

/// People that one device is known for; the ones who signed in last.
const MOST: usize = 16;

/// The path that the cookie is for.
pub const PATH: &str = "/sign-in";

/// What the device is called for a person, when it is known.
pub(super) fn find(keys: &Keys, cookie: &str, person: Uuid) -> Result<Option<String>> {
    for entry in cookie.split('~') {
        let Some((name, signature)) = entry.split_once('.') else {
            continue;
        };
        let parts: [&[u8]; 2] = [person.as_bytes(), name.as_bytes()];
        if keys.verifies(signature, PURPOSE, &parts)? {
            return Ok(Some(name.to_owned()));
        }
    }
    Ok(None)
}

/// The cookie with an entry for a person, who has just signed in.
pub(super) fn add(keys: &Keys, cookie: &str, person: Uuid) -> Result<String> {
    if find(keys, cookie, person)?.is_some() {
        return Ok(cookie.to_owned());
    }
    let name: String = Token::new()?.as_str().chars().take(24).collect();
    let signature = keys.sign(PURPOSE, &[person.as_bytes(), name.as_bytes()])?;
    let mut entries = vec![format!("{name}.{signature}")];
    entries.extend(
        cookie
            .split('~')
            .filter(|entry| !entry.is_empty())
            .take(MOST - 1)
            .map(str::to_owned),
    );
    Ok(entries.join("~"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_known_for_whom_it_was_signed_and_for_nobody_else() {
        let keys = Keys::of(&"1".repeat(64));
        let (hanako, jiro) = (Uuid::now_v7(), Uuid::now_v7());
        let cookie = add(&keys, "", hanako).unwrap();
        assert!(find(&keys, &cookie, hanako).unwrap().is_some());
        assert!(find(&keys, &cookie, jiro).unwrap().is_none());
        let both = add(&keys, &cookie, jiro).unwrap();
        assert!(find(&keys, &both, hanako).unwrap().is_some() && find(&keys, &both, jiro).unwrap().is_some());
        assert_eq!(add(&keys, &both, jiro).unwrap(), both);
        let stranger = Keys::of(&"2".repeat(64));
        assert!(find(&stranger, &both, hanako).unwrap().is_none());
        let many = (0..40).fold(String::new(), |cookie, _| {
            add(&keys, &cookie, Uuid::now_v7()).unwrap()
        });
        assert!(many.len() < 3000, "{}", many.len());
    }
}
