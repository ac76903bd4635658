//! What the rows of a rule are made with: the rule's revision, and those of the courses that it names. And which
//! of the rows are shown.
//!
//! Each change begins another set of rows, even one back to what was before: what changed about somebody in
//! between is in none of the old ones.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::{Expr, OnConflict},
};
use sha2::{Digest, Sha256};

use crate::{
    Result, Services,
    catalog::RuleRevision,
    readiness::{evidence, tables::standing_rule},
};

/// To be raised when the same rule over the same evidence gives other rows than before: another way of
/// evaluating, another column.
const EVALUATION: u32 = 1;

/// A live rule with its rows.
#[derive(Clone)]
pub(super) struct Basis {
    /// The rule.
    pub(super) rule: Arc<RuleRevision>,
    /// The rows that are kept up to date.
    pub(super) basis: String,
    /// Whether they are those that are shown.
    pub(super) is_shown: bool,
}

/// Rows as they are shown, by rule.
pub(crate) type Shown = HashMap<String, standing_rule::Model>;

/// All live rules.
pub(super) struct Bases {
    /// Each with its rows.
    pub(super) live: Vec<Basis>,
    /// What is shown of each.
    pub(super) shown: Shown,
    /// Rules with rows that are not live any more.
    pub(super) gone: Vec<String>,
}

impl Bases {
    /// The words of the rows that are kept up to date.
    pub(super) fn words(&self) -> BTreeSet<String> {
        self.live.iter().map(|it| it.basis.clone()).collect()
    }
}

/// The rules as they are now; begins another set of rows where a rule or a course has changed.
pub(super) async fn now(services: &Services) -> Result<Bases> {
    // Of a preview nothing is in the database to be read again.
    let mut is_newest = services.preview.is_some();
    loop {
        let rows = standing_rule::Entity::find().all(services.db.read()).await?;
        let shown: Shown = rows.into_iter().map(|row| (row.rule_id.clone(), row)).collect();
        let (mut live, mut new) = (Vec::new(), Vec::new());
        for rule in services.catalog.rules() {
            let hash = hash_of(services, &rule);
            let row = shown.get(&rule.rule.id);
            let (basis, is_shown) = match row {
                Some(row) => match &row.making {
                    Some(making) => (making.clone(), false),
                    None => (row.basis.clone(), true),
                },
                None => (String::new(), false),
            };
            if is_of(&basis, &hash) {
                live.push(Basis {
                    rule,
                    basis,
                    is_shown,
                });
            } else {
                new.push((rule, hash, row.map(|row| row.version)));
            }
        }
        let is_live = |id: &String| live.iter().any(|it| it.rule.rule.id == *id);
        let gone: Vec<String> = if new.is_empty() {
            shown.keys().filter(|id| !is_live(id)).cloned().collect()
        } else {
            Vec::new()
        };
        if new.is_empty() && (gone.is_empty() || is_newest) {
            return Ok(Bases { live, shown, gone });
        }
        if !is_newest {
            // Another program may have published what this one does not know yet.
            services.catalog.reload(&services.db).await?;
            is_newest = true;
            continue;
        }
        for (rule, hash, version) in new {
            begin(services, &rule.rule.id, &hash, version).await?;
        }
    }
}

fn hash_of(services: &Services, rule: &RuleRevision) -> String {
    let mut hash = Sha256::new();
    hash.update(EVALUATION.to_be_bytes());
    hash.update(rule.hash.as_bytes());
    for course in evidence::asked_for(&rule.rule).0 {
        let live = services.catalog.course(&course);
        hash.update([0]);
        hash.update(course.as_bytes());
        hash.update([0]);
        hash.update(
            live.as_ref()
                .map_or("", |revision| revision.hash.as_str())
                .as_bytes(),
        );
    }
    hex::encode(hash.finalize())
}

/// Whether rows were made with what this is the hash of.
fn is_of(basis: &str, hash: &str) -> bool {
    basis.rsplit_once('.').is_some_and(|(of, _)| of == hash)
}

/// Begins a set of rows, unless somebody else was faster.
async fn begin(services: &Services, rule: &str, hash: &str, version: Option<i64>) -> Result<()> {
    let Some(version) = version else {
        let row = standing_rule::Model {
            rule_id: rule.to_owned(),
            basis: String::new(),
            rule_hash: String::new(),
            making: Some(format!("{hash}.1")),
            version: 1,
        };
        standing_rule::Entity::insert(row.into_active_model())
            .on_conflict(
                OnConflict::column(standing_rule::Column::RuleId)
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(services.db.write())
            .await?;
        return Ok(());
    };
    let next = version + 1;
    let change = standing_rule::ActiveModel {
        making: Set(Some(format!("{hash}.{next}"))),
        version: Set(next),
        ..Default::default()
    };
    standing_rule::Entity::update_many()
        .set(change)
        .filter(standing_rule::Column::RuleId.eq(rule))
        .filter(standing_rule::Column::Version.eq(version))
        .exec(services.db.write())
        .await?;
    Ok(())
}

/// From now on the rows that are made of a rule are shown.
pub(super) async fn show(services: &Services, made: &Basis) -> Result<()> {
    standing_rule::Entity::update_many()
        .col_expr(standing_rule::Column::Basis, Expr::val(made.basis.as_str()))
        .col_expr(
            standing_rule::Column::RuleHash,
            Expr::val(made.rule.hash.as_str()),
        )
        .col_expr(standing_rule::Column::Making, Expr::val(Option::<String>::None))
        .col_expr(
            standing_rule::Column::Version,
            sea_orm::ExprTrait::add(Expr::col(standing_rule::Column::Version), 1),
        )
        .filter(standing_rule::Column::RuleId.eq(made.rule.rule.id.as_str()))
        .filter(standing_rule::Column::Making.eq(made.basis.as_str()))
        .exec(services.db.write())
        .await?;
    Ok(())
}
