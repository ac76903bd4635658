//! Passwords: argon2id, off the async threads.

use argon2::{
    Argon2, PasswordHash, PasswordHasher, PasswordVerifier,
    password_hash::{SaltString, rand_core::OsRng},
};

use crate::{Error, Problems, Result};

/// The fewest characters a new password may have (NIST SP 800-63B-4 for a password with a rate limit).
const SHORTEST: usize = 8;

/// Notes the field when the password is too short or one that everybody tries first.
pub fn check(problems: &mut Problems, field: &'static str, password: &str, name: &str) {
    const COMMON: [&str; 8] = [
        "password",
        "12345678",
        "123456789",
        "1234567890",
        "qwertyui",
        "11111111",
        "password1",
        "abcdefgh",
    ];
    if password.chars().count() < SHORTEST {
        problems.add(
            field,
            format!("{SHORTEST}文字以上にしてください。"),
            format!("Please use at least {SHORTEST} characters."),
        );
    } else if COMMON.contains(&password.to_lowercase().as_str()) || password == name {
        problems.add(
            field,
            "かんたんに当てられてしまいます。ほかのものにしてください。",
            "This one is easy to guess. Please choose another.",
        );
    }
}

/// The argon2id hash of a password.
pub async fn hash(password: String) -> Result<String> {
    tokio::task::spawn_blocking(move || {
        let salt = SaltString::generate(&mut OsRng);
        Argon2::default()
            .hash_password(password.as_bytes(), &salt)
            .map(|hash| hash.to_string())
    })
    .await
    .map_err(Error::unexpected)?
    .map_err(Error::unexpected)
}

/// Whether the password belongs to the hash. Without a hash it takes as long, so that the time tells
/// nobody which people exist.
pub async fn verify(password: String, hash: Option<String>) -> Result<bool> {
    tokio::task::spawn_blocking(move || {
        const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$KvJ4TqpjH8vUdzUh0rYzv0qVcC1yV7mE0gkX7QO0o5I";
        let known = hash.is_some();
        let text = hash.unwrap_or_else(|| NOBODY.to_owned());
        let Ok(parsed) = PasswordHash::new(&text) else { return false };
        Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && known
    })
    .await
    .map_err(Error::unexpected)
}
