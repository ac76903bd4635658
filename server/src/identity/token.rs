//! Random secrets for cookies and links: the holder has the token, the database only its hash.

use sha2::{Digest, Sha256};

use crate::{Error, Result};

/// 256 random bits, written as 64 hexadecimal digits.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// A new token.
    pub fn new() -> Result<Token> {
        let mut bytes = [0u8; 32];
        getrandom::fill(&mut bytes).map_err(Error::unexpected)?;
        Ok(Token(hex::encode(bytes)))
    }

    /// The text for the cookie or link.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the database keeps.
    pub fn hash(&self) -> String {
        Token::hash_of(&self.0)
    }

    /// What the database would keep for a token that somebody shows.
    pub fn hash_of(shown: &str) -> String {
        hex::encode(Sha256::digest(shown.as_bytes()))
    }
}
