//! The revisions of a source and how each stands: live, held back, waiting or superseded.

use domain::identity::Role;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    plan::Plan,
    problem::Problem,
    publish::{How, live_rows},
    refresh, sources,
    tables::{course_source, publication, revision_item, source_revision},
};
use crate::{Actor, Result, Services, identity::people};

/// How many revisions a page shows.
const PAGE: u64 = 50;

/// How a course, a rule or a whole revision stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Learners see this.
    Live,
    /// It has errors; the last good one stays.
    HeldBack,
    /// Without errors, and nobody has published it yet.
    Waiting,
    /// It was live; another is now.
    Superseded,
}

/// A course or rule of a revision.
pub struct Item {
    /// As it is kept.
    pub row: revision_item::Model,
    /// Its problems, errors and warnings.
    pub problems: Vec<Problem>,
    /// How it stands; none for the problems of the source itself.
    pub standing: Option<Standing>,
}

/// A revision in the list.
pub struct Listed {
    /// The revision.
    pub row: source_revision::Model,
    /// How it stands as a whole.
    pub standing: Standing,
    /// Names of the courses and rules that are held back.
    pub held_back: Vec<String>,
    /// How many errors there are.
    pub errors: i64,
    /// How many warnings there are.
    pub warnings: i64,
    /// Whether it has the pinned state that was gone back to.
    pub pinned: bool,
}

/// A source with its newest revisions.
pub struct History {
    /// The source.
    pub source: course_source::Model,
    /// The newest first.
    pub revisions: Vec<Listed>,
    /// Whether a state is pinned, so that pushes do not go live.
    pub pinned: bool,
}

/// The newest revisions of a source.
pub async fn list(actor: &Actor, services: &Services, source: Uuid) -> Result<History> {
    let source = sources::get(actor, services, source).await?;
    let rows = source_revision::Entity::find()
        .filter(source_revision::Column::SourceId.eq(source.id))
        .order_by_desc(source_revision::Column::Id)
        .limit(PAGE)
        .all(services.db.read())
        .await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut items: HashMap<Uuid, Vec<revision_item::Model>> = HashMap::new();
    for item in revision_item::Entity::find()
        .filter(revision_item::Column::RevisionId.is_in(ids.iter().copied()))
        .order_by_asc(revision_item::Column::Name)
        .all(services.db.read())
        .await?
    {
        items.entry(item.revision_id).or_default().push(item);
    }
    let published = published(services, &ids).await?;
    let live = Live::load(services).await?;
    let revisions = rows
        .into_iter()
        .map(|row| {
            let items = items.remove(&row.id).unwrap_or_default();
            let sum =
                |of: fn(&revision_item::Model) -> i32| items.iter().map(|item| i64::from(of(item))).sum();
            Listed {
                standing: whole(&items, &live, published.contains(&row.id)),
                held_back: items
                    .iter()
                    .filter(|item| item.errors > 0 && item.kind != "source")
                    .map(|item| item.name.clone())
                    .collect(),
                errors: sum(|item| item.errors),
                warnings: sum(|item| item.warnings),
                pinned: live.pinned_at.contains(&row.id),
                row,
            }
        })
        .collect();
    Ok(History {
        pinned: live.pinned_sources.contains(&source.id),
        source,
        revisions,
    })
}

/// One publication, with the name of who did it.
pub struct Published {
    /// The publication.
    pub row: publication::Model,
    /// Who published; none for the source itself.
    pub by: Option<String>,
    /// What it changed.
    pub plan: Plan,
}

/// One revision with everything about it.
pub struct Detail {
    /// Its source.
    pub source: course_source::Model,
    /// The revision.
    pub row: source_revision::Model,
    /// How it stands as a whole.
    pub standing: Standing,
    /// Its courses and rules.
    pub items: Vec<Item>,
    /// When it was published, the newest first.
    pub published: Vec<Published>,
    /// What publishing it would be: forward, or going back.
    pub how: How,
}

/// One revision.
pub async fn get(actor: &Actor, services: &Services, source: Uuid, revision: Uuid) -> Result<Detail> {
    let source = sources::get(actor, services, source).await?;
    let row = sources::find_revision(services, source.id, revision).await?;
    let rows = super::publish::items(&services.db, revision).await?;
    let publications = publication::Entity::find()
        .filter(publication::Column::RevisionId.eq(revision))
        .order_by_desc(publication::Column::Id)
        .limit(20)
        .all(services.db.read())
        .await?;
    let live = Live::load(services).await?;
    let was = !publications.is_empty();
    let standing = whole(&rows, &live, was);
    let items = rows
        .into_iter()
        .map(|row| Item {
            problems: serde_json::from_str(&row.problems).unwrap_or_default(),
            standing: (row.kind != "source").then(|| live.standing(&row, was)),
            row,
        })
        .collect();
    let names = people::names(services, publications.iter().filter_map(|row| row.by_person)).await?;
    let published = publications
        .into_iter()
        .map(|row| Published {
            by: row.by_person.and_then(|by| names.get(&by).cloned()),
            plan: serde_json::from_str(&row.plan).unwrap_or_default(),
            row,
        })
        .collect();
    Ok(Detail {
        how: refresh::how(services, &source, &row).await?,
        source,
        row,
        standing,
        items,
        published,
    })
}

/// The names of people, for a plan or a list.
pub async fn people(
    actor: &Actor,
    services: &Services,
    people: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, String>> {
    actor.require(&Role::TEACHING)?;
    people::names(services, people).await
}

/// Which of these revisions were ever published.
async fn published(services: &Services, ids: &[Uuid]) -> Result<BTreeSet<Uuid>> {
    Ok(publication::Entity::find()
        .select_only()
        .column(publication::Column::RevisionId)
        .filter(publication::Column::RevisionId.is_in(ids.iter().copied()))
        .into_tuple::<Uuid>()
        .all(services.db.read())
        .await?
        .into_iter()
        .collect())
}

/// What is live, to compare with.
struct Live {
    hashes: BTreeMap<(String, String), String>,
    pinned_at: BTreeSet<Uuid>,
    pinned_sources: BTreeSet<Uuid>,
}

impl Live {
    async fn load(services: &Services) -> Result<Live> {
        let rows = live_rows(&services.db).await?;
        let pinned = || rows.iter().filter(|row| row.pinned);
        Ok(Live {
            pinned_at: pinned().map(|row| row.revision_id).collect(),
            pinned_sources: pinned().map(|row| row.source_id).collect(),
            hashes: rows
                .into_iter()
                .map(|row| ((row.kind, row.item_id), row.hash))
                .collect(),
        })
    }

    fn standing(&self, item: &revision_item::Model, published: bool) -> Standing {
        let id = item.item_id.clone().unwrap_or_default();
        if item.errors > 0 {
            Standing::HeldBack
        } else if self.hashes.get(&(item.kind.clone(), id)) == Some(&item.hash) {
            Standing::Live
        } else if published {
            Standing::Superseded
        } else {
            Standing::Waiting
        }
    }
}

fn whole(items: &[revision_item::Model], live: &Live, published: bool) -> Standing {
    let mut standings = Vec::new();
    for item in items {
        // A problem of a file beside the courses holds nothing back, unless there is no course at all.
        if item.kind != "source" || item.errors > 0 {
            standings.push(live.standing(item, published));
        }
    }
    [Standing::HeldBack, Standing::Waiting, Standing::Superseded]
        .into_iter()
        .find(|worst| standings.contains(worst))
        .unwrap_or(Standing::Live)
}

/// Every source by id and name, for whoever runs the program.
pub(crate) async fn for_operator(services: &Services) -> Result<Vec<(Uuid, String)>> {
    Ok(course_source::Entity::find()
        .filter(course_source::Column::RemovedAt.is_null())
        .order_by_asc(course_source::Column::Name)
        .all(services.db.read())
        .await?
        .into_iter()
        .map(|source| (source.id, source.name))
        .collect())
}

/// What the command line tells of a look at a source.
pub(crate) struct Unattended {
    pub revision: Uuid,
    pub commit: String,
    pub message: String,
    pub problems: Vec<Problem>,
    pub held_back: Vec<String>,
}

/// Looks at a source for whoever runs the program; publishes nothing yet.
pub(crate) async fn look_for_operator(services: &Services, source: Uuid) -> Result<Unattended> {
    let looked = refresh::look(services, source, false).await?;
    let row = sources::find_revision(services, source, looked.revision).await?;
    let items = super::publish::items(&services.db, row.id).await?;
    Ok(Unattended {
        revision: row.id,
        commit: row.commit_hash,
        message: row.message,
        held_back: items
            .iter()
            .filter(|item| item.errors > 0)
            .map(|item| item.name.clone())
            .collect(),
        problems: items
            .iter()
            .flat_map(|item| serde_json::from_str::<Vec<Problem>>(&item.problems).unwrap_or_default())
            .collect(),
    })
}
