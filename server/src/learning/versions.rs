//! The answers to one question as they came, and which of them counts (`domain::learning::versions`).

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::learning::{
    Answer,
    versions::{Base, Version, heads},
};
use uuid::Uuid;

use super::tables::response;

/// An answer as it was given.
#[derive(Clone, Debug)]
pub struct GivenAnswer {
    /// Its key.
    pub id: Uuid,
    /// What was answered.
    pub answer: Answer,
    /// When it was given.
    pub acted_at: DateTime<Utc>,
    /// When it reached the server.
    pub saved_at: DateTime<Utc>,
    /// Whether it stands, so that no later answer has replaced it.
    pub stands: bool,
}

/// All answers to one question, oldest act first.
#[derive(Clone, Debug, Default)]
pub struct Versions(Vec<GivenAnswer>);

impl Versions {
    fn new(rows: Vec<(response::Model, Answer)>) -> Versions {
        let versions: Vec<Version> = rows.iter().map(|(row, _)| version(row)).collect();
        let heads = heads(&versions);
        let mut all: Vec<GivenAnswer> = rows
            .into_iter()
            .zip(versions)
            .enumerate()
            .map(|(at, ((_, answer), version))| GivenAnswer {
                id: version.id,
                answer,
                acted_at: version.acted_at,
                saved_at: version.saved_at,
                stands: heads.contains(&at),
            })
            .collect();
        all.sort_by_key(|given| (given.acted_at, given.saved_at, given.id));
        Versions(all)
    }

    /// Every answer, oldest act first.
    pub fn all(&self) -> &[GivenAnswer] {
        &self.0
    }

    /// The answer that counts.
    pub fn counted(&self) -> Option<&GivenAnswer> {
        self.0.iter().rfind(|given| given.stands)
    }

    /// What a page shows of it: the next answer says that it was based on these.
    pub fn base(&self) -> Base {
        Base(
            self.0
                .iter()
                .filter(|given| given.stands)
                .map(|given| given.id)
                .collect(),
        )
    }

    /// The answers that stand side by side, each once; more than one: a person has to choose.
    pub fn side_by_side(&self) -> Vec<&GivenAnswer> {
        let mut sides: Vec<&GivenAnswer> = Vec::new();
        for given in self.0.iter().filter(|given| given.stands) {
            sides.retain(|side| side.answer != given.answer);
            sides.push(given);
        }
        sides
    }

    /// What a page with this base showed.
    pub(super) fn shown(&self, base: &Base) -> Option<&GivenAnswer> {
        self.0.iter().rfind(|given| base.0.contains(&given.id))
    }

    /// The answer with this key.
    pub(super) fn of_key(&self, key: Uuid) -> Option<&GivenAnswer> {
        self.0.iter().find(|given| given.id == key)
    }
}

fn version(row: &response::Model) -> Version {
    Version {
        id: row.id,
        // What cannot be read says nothing about others: it replaces none.
        base: row.based_on.as_ref().map(|base| base.parse().unwrap_or_default()),
        acted_at: row.acted_at.unwrap_or(row.saved_at),
        saved_at: row.saved_at,
    }
}

/// The answers by question. A stored answer that cannot be read is left out.
pub(super) fn by_question(rows: Vec<response::Model>) -> HashMap<String, Versions> {
    let mut questions: HashMap<String, Vec<(response::Model, Answer)>> = HashMap::new();
    for row in rows {
        if let Ok(answer) = serde_json::from_str(&row.answer) {
            questions
                .entry(row.question_id.clone())
                .or_default()
                .push((row, answer));
        }
    }
    questions
        .into_iter()
        .map(|(question, rows)| (question, Versions::new(rows)))
        .collect()
}

/// The answer that counts to each question.
pub(super) fn counted(versions: &HashMap<String, Versions>) -> HashMap<String, Answer> {
    versions
        .iter()
        .filter_map(|(question, versions)| Some((question.clone(), versions.counted()?.answer.clone())))
        .collect()
}
