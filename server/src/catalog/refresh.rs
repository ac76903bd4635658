//! One look at a git source: fetch, judge what is new, and publish it when the source says so.

use domain::identity::Role;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use uuid::Uuid;

use super::{
    plan,
    publish::{FOLDER, How, current, items},
    sources,
    tables::{course_source, source_revision},
    tree,
};
use crate::{Actor, Error, Result, Services, db};

/// What a look at a source found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looked {
    /// The newest revision of the source's branch.
    pub revision: Uuid,
    /// Whether it had not been seen before.
    pub new: bool,
}

/// Looks at a source now, because somebody asked.
pub async fn now(actor: &Actor, services: &Services, id: Uuid) -> Result<Looked> {
    actor.require(&Role::TEACHING)?;
    if id == FOLDER {
        services
            .catalog
            .publish_folder(&services.db, &services.config.courses)
            .await?;
    }
    look(services, id, true).await
}

/// Looks at a source. A failure is kept with the source, for its page. `publish` is whether a good
/// revision may go live, where the source says that it does so by itself.
pub(super) async fn look(services: &Services, id: Uuid, publish: bool) -> Result<Looked> {
    if id == FOLDER {
        let _turn = services.catalog.turn.lock().await;
        let before = newest_of(services, FOLDER).await?;
        let (_, revision) = services
            .catalog
            .record_folder(&services.db, &services.config.courses)
            .await?;
        return Ok(Looked {
            revision,
            new: before != Some(revision),
        });
    }
    let source = sources::find(services, id).await?;
    let _turn = services.sources.turn(id).await;
    let looked = fetch(services, &source).await;
    let failure = match &looked {
        Ok(_) => None,
        Err(Error::Refused(sentence)) => Some(serde_json::to_string(&(&sentence.ja, &sentence.en))?),
        Err(error) => {
            tracing::error!(source = source.name, %error, "a source could not be read");
            Some(serde_json::to_string(&(
                "こちらの不具合で読めませんでした。記録（ログ）を見てください。",
                "A fault on our side; the log tells more.",
            ))?)
        }
    };
    let mut row = source.clone().into_active_model();
    row.checked_at = Set(Some(db::now()));
    row.failure = Set(failure);
    if let Ok((_, head)) = &looked {
        row.head = Set(Some(head.clone()));
    }
    row.update(services.db.write()).await?;
    let (looked, _) = looked?;
    if publish && source.auto_publish {
        publish_if_new(services, &source, looked.revision).await?;
    }
    Ok(looked)
}

async fn newest_of(services: &Services, id: Uuid) -> Result<Option<Uuid>> {
    let source = sources::find(services, id).await?;
    Ok(current(&services.db, &source).await?.map(|row| row.id))
}

async fn fetch(services: &Services, source: &course_source::Model) -> Result<(Looked, String)> {
    let git = sources::git(services, source);
    git.fetch().await?;
    let Some(head) = git.head(&source.branch).await? else {
        return Err(Error::refused(
            format!("「{}」というブランチがありません。", source.branch),
            format!("There is no branch \"{}\".", source.branch),
        ));
    };
    let before = current(&services.db, source).await?;
    let new = before.as_ref().is_none_or(|before| before.commit_hash != head);
    if let Some(before) = before.filter(|_| !new)
        && items(&services.db, before.id)
            .await?
            .iter()
            .all(|item| item.errors == 0)
    {
        return Ok((
            Looked {
                revision: before.id,
                new,
            },
            head,
        ));
    }
    let commit = tree::commit(&git, &head).await?;
    let snapshot = tree::read(&git, &head, &source.folder, &alone(&source.url)).await?;
    let _turn = services.catalog.turn.lock().await;
    let revision = services
        .catalog
        .record(&services.db, source, snapshot, commit)
        .await?;
    Ok((Looked { revision, new }, head))
}

/// What a repository that is one course is called: the last part of its address.
pub(super) fn alone(url: &str) -> String {
    let last = url
        .trim_end_matches('/')
        .rsplit(['/', ':'])
        .next()
        .unwrap_or_default();
    last.trim_end_matches(".git").to_owned()
}

/// Publishes a revision that the branch has now, as far as nothing is pinned. The plan is kept beside
/// it, to be read afterwards.
async fn publish_if_new(services: &Services, source: &course_source::Model, revision: Uuid) -> Result<()> {
    let plan = plan::compute(services, revision).await?;
    if plan.is_empty() {
        return Ok(());
    }
    let plan = serde_json::to_string(&plan)?;
    let _turn = services.catalog.turn.lock().await;
    services
        .catalog
        .go_live(&services.db, source, revision, How::Push, None, &plan)
        .await?;
    Ok(())
}

/// Publishes a revision by hand, or goes back to it. An older one than what is live is a going back: it
/// is pinned until somebody publishes another on purpose.
pub async fn publish(
    actor: &Actor,
    services: &Services,
    source: Uuid,
    revision: Uuid,
) -> Result<Vec<String>> {
    actor.require(&Role::TEACHING)?;
    publish_as(services, source, revision, Some(actor.id)).await
}

pub(crate) async fn publish_as(
    services: &Services,
    source: Uuid,
    revision: Uuid,
    by: Option<Uuid>,
) -> Result<Vec<String>> {
    let source = sources::find(services, source).await?;
    let row = super::sources::find_revision(services, source.id, revision).await?;
    let how = how(services, &source, &row).await?;
    let plan = serde_json::to_string(&plan::compute(services, revision).await?)?;
    let _turn = services.catalog.turn.lock().await;
    let changed = services
        .catalog
        .go_live(&services.db, &source, revision, how, by, &plan)
        .await?;
    Ok(changed.into_iter().map(|(_, id)| id).collect())
}

/// Whether publishing this revision goes forward or back.
pub(super) async fn how(
    services: &Services,
    source: &course_source::Model,
    revision: &source_revision::Model,
) -> Result<How> {
    let now = current(&services.db, source).await?;
    Ok(if now.is_some_and(|now| now.id == revision.id) {
        How::Hand
    } else {
        How::Rollback
    })
}
