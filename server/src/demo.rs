//! A believable demo classroom in an empty database. Every person and company in it is made up.

use crate::{Result, Services};

/// Fills the database when it is empty; gives what to print: who can sign in how.
pub async fn fill(_services: &Services) -> Result<String> {
    Ok(String::new())
}
