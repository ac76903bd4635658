//! Replaying a decision: the kept rule over the kept evidence, at the moment of the signature.

use domain::{
    catalog::parse_rule,
    readiness::{self, Evaluation, Evidence},
};

use super::tables::decision;
use crate::{Error, Result};

/// What the rule's kept `source` says about the evidence that a decision keeps.
pub fn replay(source: &str, decision: &decision::Model) -> Result<Evaluation> {
    let (rule, _) = parse_rule(&format!("{}.toml", decision.rule_id), source.as_bytes());
    let rule =
        rule.ok_or_else(|| Error::unexpected(format!("rule {} no longer parses", decision.rule_hash)))?;
    let evidence: Evidence = serde_json::from_str(&decision.evidence)?;
    Ok(readiness::evaluate(&rule, &evidence, decision.signed_at))
}

/// Whether a replay gives, letter for letter, what was kept with the decision.
pub(super) fn agrees(source: &str, decision: &decision::Model) -> bool {
    replay(source, decision)
        .and_then(|evaluation| Ok(serde_json::to_string(&evaluation)?))
        .is_ok_and(|again| again == decision.evaluation)
}
