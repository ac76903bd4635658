//! The signature on a decision: HMAC-SHA256 with a key that the server made once and keeps with its
//! data. A row that was changed by other hands no longer fits its signature, and its page says so.

use hmac::{Hmac, Mac};
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel, sea_query::OnConflict};
use sha2::{Digest, Sha256};

use super::tables::{decision, secret};
use crate::{Error, Result, db, identity::Token};

/// What the key is called among the server's secrets.
const NAME: &str = "readiness-decisions";

/// The key that signs decisions.
pub(super) struct Key(String);

impl Key {
    /// The key; made at the first decision, in the decision's own transaction.
    pub(super) async fn make_or_load<C: ConnectionTrait>(tx: &C) -> Result<Key> {
        if let Some(key) = Key::load(tx).await? {
            return Ok(key);
        }
        let row = secret::Model {
            name: NAME.to_owned(),
            value: Token::new()?.as_str().to_owned(),
            created_at: db::now(),
        };
        // Two first decisions at the same moment keep the key of one of them.
        secret::Entity::insert(row.into_active_model())
            .on_conflict(OnConflict::column(secret::Column::Name).do_nothing().to_owned())
            .exec_without_returning(tx)
            .await?;
        Key::load(tx)
            .await?
            .ok_or_else(|| Error::unexpected("the key for decisions was not kept"))
    }

    /// The key, where one was made.
    pub(super) async fn load<C: ConnectionTrait>(db: &C) -> Result<Option<Key>> {
        Ok(secret::Entity::find_by_id(NAME)
            .one(db)
            .await?
            .map(|row| Key(row.value)))
    }

    /// The signature of a decision.
    pub(super) fn sign(&self, decision: &decision::Model) -> Result<String> {
        Ok(hex(&self.mac(decision)?.finalize().into_bytes()))
    }

    /// Whether the decision is as it was signed.
    pub(super) fn verifies(&self, decision: &decision::Model) -> Result<bool> {
        let Some(signature) = unhex(&decision.signature) else {
            return Ok(false);
        };
        // Compares in constant time.
        Ok(self.mac(decision)?.verify_slice(&signature).is_ok())
    }

    fn mac(&self, decision: &decision::Model) -> Result<Hmac<Sha256>> {
        let hash = |text: &str| hex(&Sha256::digest(text.as_bytes()));
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).map_err(Error::unexpected)?;
        let parts = [
            "decision 1".to_owned(),
            decision.id.to_string(),
            decision.person_id.to_string(),
            decision.rule_id.clone(),
            decision.rule_hash.clone(),
            decision.verdict.clone(),
            hash(&decision.reason),
            hash(&decision.evidence),
            hash(&decision.evaluation),
            decision.signed_by.to_string(),
            decision.signed_at.timestamp_micros().to_string(),
            decision
                .expires_at
                .map_or_else(|| "-".to_owned(), |at| at.timestamp_micros().to_string()),
        ];
        for part in parts {
            // Each part behind its length, so that none can borrow from its neighbour.
            mac.update(&(part.len() as u64).to_le_bytes());
            mac.update(part.as_bytes());
        }
        Ok(mac)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    (text.len().is_multiple_of(2) && text.is_ascii()).then_some(())?;
    (0..text.len())
        .step_by(2)
        .map(|i| u8::from_str_radix(text.get(i..i + 2)?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn decision() -> decision::Model {
        decision::Model {
            id: Uuid::from_u128(1),
            person_id: Uuid::from_u128(2),
            rule_id: "office-telework".into(),
            rule_hash: "abc".into(),
            verdict: "not-yet".into(),
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
        let key = Key("secret".into());
        let mut signed = decision();
        signed.signature = key.sign(&signed).unwrap();
        assert!(key.verifies(&signed).unwrap());
        let changes: [fn(&mut decision::Model); 6] = [
            |row| row.verdict = "ready".into(),
            |row| row.reason.push('。'),
            |row| row.evidence = "{\"quizzes\":[]}".into(),
            |row| row.person_id = Uuid::from_u128(9),
            |row| row.expires_at = Some(chrono::DateTime::UNIX_EPOCH),
            |row| row.signature = "00".into(),
        ];
        for change in changes {
            let mut changed = signed.clone();
            change(&mut changed);
            assert!(!key.verifies(&changed).unwrap());
        }
        assert!(!Key("another".into()).verifies(&signed).unwrap());
    }
}
