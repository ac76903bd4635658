//! The signature on a decision: HMAC-SHA256 with a key of the program's, which stands outside the
//! database. A row that was changed by other hands no longer fits its signature, and its page says so.

use sea_orm::EntityTrait;
use sha2::{Digest, Sha256};

use super::tables::{decision, secret};
use crate::{Keys, Result, db::Db};

/// What is signed, and how its parts are put together.
const PURPOSE: &str = "decision 1";

/// What the key was called while it stood in the database.
const OLD_NAME: &str = "readiness-decisions";

/// The key that an earlier version kept in the database, for the file that it belongs into.
pub(crate) async fn key_in_database(db: &Db) -> Result<Option<String>> {
    Ok(secret::Entity::find_by_id(OLD_NAME)
        .one(db.read())
        .await?
        .map(|row| row.value))
}

/// Takes the key out of the database, once it stands elsewhere.
pub(crate) async fn forget_key_in_database(db: &Db) -> Result<()> {
    secret::Entity::delete_by_id(OLD_NAME).exec(db.write()).await?;
    Ok(())
}

/// The signature of a decision.
pub(super) fn sign(keys: &Keys, decision: &decision::Model) -> Result<String> {
    let parts = parts(decision);
    let parts: Vec<&[u8]> = parts.iter().map(String::as_bytes).collect();
    keys.sign(PURPOSE, &parts)
}

/// Whether the decision is as it was signed.
pub(super) fn verifies(keys: &Keys, decision: &decision::Model) -> Result<bool> {
    let parts = parts(decision);
    let parts: Vec<&[u8]> = parts.iter().map(String::as_bytes).collect();
    keys.verifies(&decision.signature, PURPOSE, &parts)
}

fn parts(decision: &decision::Model) -> [String; 11] {
    let hash = |text: &str| hex::encode(Sha256::digest(text.as_bytes()));
    [
        decision.id.to_string(),
        decision.person_id.to_string(),
        decision.rule_id.clone(),
        decision.rule_hash.clone(),
        decision.verdict.to_string(),
        hash(&decision.reason),
        hash(&decision.evidence),
        hash(&decision.evaluation),
        decision.signed_by.to_string(),
        decision.signed_at.timestamp_micros().to_string(),
        decision
            .expires_at
            .map_or_else(|| "-".to_owned(), |at| at.timestamp_micros().to_string()),
    ]
}

#[cfg(test)]
mod tests {
    use domain::readiness::Verdict;
    use uuid::Uuid;

    use super::*;

    fn decision() -> decision::Model {
        decision::Model {
            id: Uuid::from_u128(1),
            person_id: Uuid::from_u128(2),
            rule_id: "office-telework".into(),
            rule_hash: "abc".into(),
            verdict: Verdict::NotYet,
            reason: "線の工事を待つ".into(),
            evidence: "{}".into(),
            evaluation: "{}".into(),
            signed_by: Uuid::from_u128(3),
            signed_at: chrono::DateTime::UNIX_EPOCH,
            expires_at: None,
            signature: String::new(),
        }
    }

    #[test]
    fn a_decision_changed_after_it_was_signed_no_longer_verifies() {
        let keys = Keys::of(&"1".repeat(64));
        let mut signed = decision();
        signed.signature = sign(&keys, &signed).unwrap();
        assert!(verifies(&keys, &signed).unwrap());
        let changes: [fn(&mut decision::Model); 6] = [
            |row| row.verdict = Verdict::Ready,
            |row| row.reason.push('。'),
            |row| row.evidence = "{\"quizzes\":[]}".into(),
            |row| row.person_id = Uuid::from_u128(9),
            |row| row.expires_at = Some(chrono::DateTime::UNIX_EPOCH),
            |row| row.signature = "00".into(),
        ];
        for change in changes {
            let mut changed = signed.clone();
            change(&mut changed);
            assert!(!verifies(&keys, &changed).unwrap());
        }
        assert!(!verifies(&Keys::of(&"2".repeat(64)), &signed).unwrap());
    }
}
