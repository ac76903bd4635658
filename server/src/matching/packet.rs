//! What an employer is shown about a learner: the fields that the learner chose, and nothing else.
//!
//! The preview, the learner's own view and the employer's page all draw this one value; the value is
//! stored when it is sent, so that what was agreed, previewed and seen are the same bytes.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::{
    Text,
    matching::{PacketField, Wishes},
    readiness::{Evaluation, RequirementKind, Standing, Status, Unit, Verdict},
    shown,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{openings::OpeningRow, tables::wishes};
use crate::{
    Error, Result, Services,
    catalog::competences,
    classroom,
    identity::{people, tables::person},
    readiness::{self, tables::decision},
};

/// A packet. A field that was chosen and about which nothing is known is in `fields` and empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Packet {
    /// Who receives it.
    pub employer: String,
    /// The job.
    pub opening: String,
    /// The day it was put together.
    pub made_on: NaiveDate,
    /// What it may be used for, a code of `words::PURPOSES`.
    pub purpose: String,
    /// The fields chosen.
    pub fields: BTreeSet<PacketField>,
    /// See [`PacketField::Name`].
    pub name: Option<String>,
    /// See [`PacketField::Reading`].
    pub reading: Option<String>,
    /// See [`PacketField::Email`].
    pub email: Option<String>,
    /// See [`PacketField::Readiness`].
    pub readiness: Option<Readiness>,
    /// See [`PacketField::Scores`]. None in packets from before test results had a field of their own.
    #[serde(default)]
    pub scores: Option<Vec<Criterion>>,
    /// See [`PacketField::Attendance`]; percent 0–100.
    pub attendance: Option<f64>,
    /// The same with what was made up, where something was; percent 0–100.
    #[serde(default)]
    pub attendance_made_up: Option<f64>,
    /// See [`PacketField::Competences`]; by their tags.
    pub competences: Vec<Competence>,
    /// See [`PacketField::Wishes`].
    pub wishes: Option<Wishes>,
}

/// A signed decision, as an employer sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Readiness {
    /// What for.
    pub rule: Text,
    /// The verdict.
    pub verdict: Verdict,
    /// When it was signed.
    pub signed_on: NaiveDate,
    /// Until when it holds.
    pub until: Option<NaiveDate>,
    /// What was looked at.
    pub criteria: Vec<Criterion>,
}

/// One criterion of a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Criterion {
    /// What it asks for.
    pub title: Text,
    /// How it stood.
    pub status: Status,
    /// What there was.
    pub have: Option<f64>,
    /// What it takes.
    pub need: f64,
    /// What the two count.
    pub unit: Unit,
}

/// A competence in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Competence {
    /// The tag.
    pub tag: String,
    /// In plain words.
    pub name: Text,
}

impl Packet {
    /// The stored form.
    pub fn store(&self) -> Result<String> {
        Ok(serde_json::to_string(self)?)
    }

    /// A stored packet.
    pub fn read(stored: &str) -> Result<Packet> {
        if stored.is_empty() {
            return Err(Error::refused(
                "この書類の中身は、保存の期間が終わったか、本人の求めで、消しました。",
                "The content of this document is gone: its time was over, or the person asked for it.",
            ));
        }
        let mut packet: Packet = serde_json::from_str(stored)?;
        if packet.scores.is_none()
            && let Some(readiness) = &mut packet.readiness
        {
            // Attendance and test results stood among the criteria, ticked or not: they were percentages.
            readiness.criteria.retain(|it| it.unit != Unit::Percent);
        }
        Ok(packet)
    }
}

/// What identifies the stored bytes, so that what is sent is what was previewed.
pub fn fingerprint(stored: &str) -> String {
    hex::encode(Sha256::digest(stored.as_bytes()))
}

/// Puts together what `fields` show of a person today. For services that have asked who may.
pub(crate) async fn build(
    services: &Services,
    opening: &OpeningRow,
    person_id: Uuid,
    fields: &BTreeSet<PacketField>,
    purpose: &str,
) -> Result<Packet> {
    let has = |field| fields.contains(&field);
    let person = person::Entity::find_by_id(person_id)
        .filter(people::here())
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    let rule = opening.opening.rule_id.as_deref();
    let rate = match has(PacketField::Attendance) {
        true => Some(classroom::rate_of(services, person_id, None).await?),
        false => None,
    };
    // One decimal is all that anybody reads, and it is stored the same on every machine.
    let rounded = shown::tenth;
    let competences = match has(PacketField::Competences) {
        true => readiness::competences(services, &[person_id])
            .await?
            .remove(&person_id)
            .unwrap_or_default(),
        false => BTreeSet::new(),
    };
    let wishes = match has(PacketField::Wishes) {
        true => wishes_of(services, &[person_id]).await?.remove(&person_id),
        false => None,
    };
    let decided = match has(PacketField::Readiness) || has(PacketField::Scores) {
        true => decided(services, person_id, rule).await?,
        false => None,
    };
    let (readiness, scores) = decided.unzip();
    Ok(Packet {
        employer: opening.employer.name.clone(),
        opening: opening.opening.title.clone(),
        made_on: services.config.today(),
        purpose: purpose.to_owned(),
        fields: fields.clone(),
        name: has(PacketField::Name).then_some(person.name),
        reading: person.kana.filter(|_| has(PacketField::Reading)),
        // Who signs in with a name has no address to show.
        email: person
            .email
            .filter(|email| has(PacketField::Email) && email.contains('@')),
        readiness: readiness.filter(|_| has(PacketField::Readiness)),
        scores: Some(scores.filter(|_| has(PacketField::Scores)).unwrap_or_default()),
        attendance: rate.and_then(|rate| rate.percent).map(rounded),
        attendance_made_up: rate
            .filter(|rate| rate.all_made_up() > 0)
            .and_then(|rate| rate.with_make_ups().percent)
            .map(rounded),
        competences: competences
            .into_iter()
            .map(|tag| Competence {
                name: competences::name(&tag),
                tag,
            })
            .collect(),
        wishes,
    })
}

/// The wishes of many.
pub(super) async fn wishes_of(services: &Services, persons: &[Uuid]) -> Result<HashMap<Uuid, Wishes>> {
    let rows = wishes::Entity::find()
        .filter(wishes::Column::PersonId.is_in(persons.iter().copied()))
        .all(services.db.read())
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.person_id, serde_json::from_str(&row.data)?)))
        .collect()
}

/// The field under which a criterion of a decision is shown. What it tells belongs to that field, and
/// leaves only where the field was chosen.
fn field_of(kind: RequirementKind) -> PacketField {
    match kind {
        RequirementKind::Quiz | RequirementKind::Rubric => PacketField::Scores,
        RequirementKind::Attendance => PacketField::Attendance,
        RequirementKind::Competence => PacketField::Competences,
        RequirementKind::Course | RequirementKind::Checklist => PacketField::Readiness,
    }
}

/// The latest decision about a person, and the test results in it: under the opening's rule, or under any
/// when it names none.
async fn decided(
    services: &Services,
    person: Uuid,
    rule: Option<&str>,
) -> Result<Option<(Readiness, Vec<Criterion>)>> {
    let mut query = decision::Entity::find()
        .filter(decision::Column::PersonId.eq(person))
        .order_by_desc(decision::Column::SignedAt)
        .order_by_desc(decision::Column::Id);
    if let Some(rule) = rule {
        query = query.filter(decision::Column::RuleId.eq(rule));
    }
    let Some(row) = query.one(services.db.read()).await? else {
        return Ok(None);
    };
    // A decision whose signature does not fit leaves its person undecided; it is not shown either.
    let standing = readiness::standing(services, &[person], &row.rule_id).await?;
    if matches!(standing.get(&person), None | Some(Standing::Undecided)) {
        return Ok(None);
    }
    let evaluation: Option<Evaluation> = serde_json::from_str(&row.evaluation).ok();
    let live = services.catalog.rule(&row.rule_id).ok();
    let zone = services.config.zone;
    let word = |id: &str| Text {
        ja: Some(id.to_owned()),
        en: None,
    };
    let title = |id: &str| {
        let requirement = live.as_ref().and_then(|live| live.rule.requirement(id));
        requirement
            .and_then(|requirement| requirement.title.clone())
            .unwrap_or_else(|| word(id))
    };
    let evaluated = evaluation
        .map(|evaluation| evaluation.criteria)
        .unwrap_or_default();
    let criteria = |field: PacketField| -> Vec<Criterion> {
        evaluated
            .iter()
            .filter(|it| field_of(it.kind) == field)
            .map(|it| Criterion {
                title: title(&it.requirement),
                status: it.status,
                have: it.have.map(shown::tenth),
                need: it.need,
                unit: it.unit,
            })
            .collect()
    };
    let readiness = Readiness {
        rule: live
            .as_ref()
            .map_or_else(|| word(&row.rule_id), |live| live.rule.title.clone()),
        verdict: row.verdict,
        signed_on: row.signed_at.with_timezone(&zone).date_naive(),
        until: row.expires_at.map(|until| services.config.last_day(until)),
        criteria: criteria(PacketField::Readiness),
    };
    Ok(Some((readiness, criteria(PacketField::Scores))))
}
