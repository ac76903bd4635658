//! Where courses come from: adding, changing and removing sources. For administrators; instructors may
//! look.

use domain::identity::Role;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    address::{check_url, is_branch},
    git::{Auth, Git, host_of_url},
    keys,
    publish::{FOLDER, current, items, live_rows},
    tables::{course_source, live_item, source_revision},
};
use crate::{Actor, Error, Problems, Result, Sentence, Services, db, forms::ticked, identity::audit};

/// A source in the list.
pub struct Listed {
    /// The source.
    pub source: course_source::Model,
    /// Its newest revision.
    pub newest: Option<source_revision::Model>,
    /// How many courses and rules of the newest revision are held back.
    pub held_back: usize,
    /// How many courses and rules of it are live.
    pub live: usize,
}

/// Every source, the folder first, then by name.
pub async fn list(actor: &Actor, services: &Services) -> Result<Vec<Listed>> {
    actor.require(&Role::TEACHING)?;
    let sources = course_source::Entity::find()
        .filter(course_source::Column::RemovedAt.is_null())
        .order_by_asc(course_source::Column::Name)
        .all(services.db.read())
        .await?;
    let live = live_rows(&services.db).await?;
    let mut listed = Vec::new();
    // There are a handful of sources at most.
    for source in sources {
        let newest = current(&services.db, &source).await?;
        let held_back = match &newest {
            Some(newest) => items(&services.db, newest.id)
                .await?
                .iter()
                .filter(|item| item.errors > 0)
                .count(),
            None => 0,
        };
        listed.push(Listed {
            live: live.iter().filter(|row| row.source_id == source.id).count(),
            source,
            newest,
            held_back,
        });
    }
    listed.sort_by_key(|listed| listed.source.id != FOLDER);
    Ok(listed)
}

/// One source.
pub async fn get(actor: &Actor, services: &Services, id: Uuid) -> Result<course_source::Model> {
    actor.require(&Role::TEACHING)?;
    find(services, id).await
}

pub(super) async fn find(services: &Services, id: Uuid) -> Result<course_source::Model> {
    course_source::Entity::find_by_id(id)
        .one(services.db.read())
        .await?
        .filter(|source| source.removed_at.is_none())
        .ok_or(Error::NotFound)
}

/// Why the last look at a source failed.
pub fn failure(source: &course_source::Model) -> Option<Sentence> {
    let (ja, en): (String, String) = serde_json::from_str(source.failure.as_deref()?).ok()?;
    Some(Sentence::new(ja, en))
}

/// What a source's form holds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceForm {
    /// What people call it.
    pub name: String,
    /// The address of the repository.
    pub url: String,
    /// The branch that learners see.
    pub branch: String,
    /// The folder of the courses in the repository; empty is its root.
    pub folder: String,
    /// How git signs in.
    pub auth: Auth,
    /// A new token; empty keeps the one there is.
    pub token: String,
    /// Whether a push without errors goes live by itself.
    #[serde(default, deserialize_with = "ticked")]
    pub auto_publish: bool,
    /// Minutes between looks at it; 0 never looks by itself.
    pub poll_minutes: String,
}

struct Checked {
    name: String,
    url: String,
    branch: String,
    folder: String,
    auth: Auth,
    poll_minutes: i32,
}

fn check(services: &Services, form: &SourceForm, has_token: bool) -> Result<Checked> {
    let mut problems = Problems::new();
    let name = problems.required("name", &form.name);
    let url = problems.required("url", &form.url);
    if !url.is_empty()
        && let Err(sentence) = check_url(&url, services.config.sources.local)
    {
        problems.add("url", sentence.ja, sentence.en);
    }
    let branch = problems.required("branch", &form.branch);
    if !branch.is_empty() && !is_branch(&branch) {
        problems.add(
            "branch",
            "ブランチの名前ではありません。",
            "This is not the name of a branch.",
        );
    }
    let folder = form.folder.trim().trim_matches('/').to_owned();
    if folder.split('/').any(|part| part.starts_with('.'))
        || folder.contains(['\\', ':'])
        || folder.chars().any(char::is_control)
    {
        problems.add(
            "folder",
            "フォルダーの名前ではありません。",
            "This is not the name of a folder.",
        );
    }
    let auth = form.auth;
    let is_http = url.starts_with("https://") || url.starts_with("http://");
    match auth {
        Auth::Ssh if is_http => problems.add(
            "auth",
            "鍵（deploy key）は ssh のアドレスで使えます（git@…）。",
            "A deploy key needs an ssh address (git@…).",
        ),
        Auth::Token if !is_http => problems.add(
            "auth",
            "トークンは https のアドレスで使えます。",
            "A token needs an https address.",
        ),
        Auth::Token if url.starts_with("http://") && !services.config.sources.local => problems.add(
            "url",
            "トークンは https でだけ送ります。",
            "A token is sent over https only.",
        ),
        Auth::Token if form.token.trim().is_empty() && !has_token => {
            problems.add(
                "token",
                "このサーバーのトークンを入力してください。",
                "Please enter the token for this server.",
            );
        }
        Auth::None | Auth::Ssh | Auth::Token => {}
    }
    if form
        .token
        .trim()
        .chars()
        .any(|c| c.is_control() || c.is_whitespace())
    {
        problems.add(
            "token",
            "トークンに空白や改行があります。",
            "The token has spaces or line breaks.",
        );
    }
    let poll_minutes = problems.number("poll_minutes", &form.poll_minutes, 0, 10_080);
    problems.done()?;
    Ok(Checked {
        name,
        url,
        branch,
        folder,
        auth,
        poll_minutes,
    })
}

/// Adds a git source under the form's key, with a git key of its own where it needs one: sent twice, it is added
/// once.
pub async fn add(actor: &Actor, services: &Services, key: Uuid, form: &SourceForm) -> Result<Uuid> {
    actor.require(&[Role::Administrator])?;
    let checked = check(services, form, false)?;
    let before = course_source::Entity::find_by_id(key)
        .one(services.db.read())
        .await?;
    let id = match before {
        Some(before) if before.url == checked.url && before.branch == checked.branch => return Ok(key),
        // A page taken out of the browser's history may send an old key with another source.
        Some(_) => Uuid::now_v7(),
        None => key,
    };
    prepare(services, id, &checked, &form.token).await?;
    let tx = services.db.begin().await?;
    let row = course_source::Model {
        id,
        name: checked.name,
        kind: "git".to_owned(),
        url: checked.url,
        branch: checked.branch,
        folder: checked.folder,
        auth: checked.auth.code().to_owned(),
        auto_publish: form.auto_publish,
        poll_minutes: checked.poll_minutes,
        head: None,
        checked_at: None,
        failure: None,
        hooked_at: None,
        created_by: Some(actor.id),
        created_at: db::now(),
        removed_at: None,
    };
    let detail = format!("{} {} {}", row.name, row.url, row.branch);
    if !db::insert_once(&tx, row.into_active_model(), course_source::Column::Id).await? {
        return Ok(id);
    }
    audit::record(&tx, Some(actor.id), "source.added", Some(id), detail).await?;
    tx.commit().await?;
    // A repository that needs its key first is asked when the key is in place.
    if checked.auth != Auth::Ssh {
        services.sources.want(id);
    }
    Ok(id)
}

/// Changes a git source. Another address begins with an empty mirror.
pub async fn change(actor: &Actor, services: &Services, id: Uuid, form: &SourceForm) -> Result<()> {
    actor.require(&[Role::Administrator])?;
    let source = find(services, id).await?;
    if source.id == FOLDER {
        return Err(Error::NotFound);
    }
    let _turn = services.sources.turn(id).await;
    let folder = keys::folder(&services.config, id);
    // A token was given to one host: another one never gets it.
    let same_host = host_of_url(form.url.trim()) == host_of_url(&source.url);
    let kept = same_host && keys::read(&folder, "token").is_some();
    let checked = check(services, form, kept)?;
    prepare(services, id, &checked, &form.token).await?;
    if checked.url != source.url {
        match std::fs::remove_dir_all(folder.join("mirror.git")) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    if checked.auth != Auth::Token {
        keys::forget(&folder, "token")?;
    }
    let detail = format!("{} {} {}", checked.name, checked.url, checked.branch);
    let tx = services.db.begin().await?;
    let mut row = source.into_active_model();
    row.name = Set(checked.name);
    row.url = Set(checked.url);
    row.branch = Set(checked.branch);
    row.folder = Set(checked.folder);
    row.auth = Set(checked.auth.code().to_owned());
    row.auto_publish = Set(form.auto_publish);
    row.poll_minutes = Set(checked.poll_minutes);
    row.head = Set(None);
    row.failure = Set(None);
    row.update(&tx).await?;
    audit::record(&tx, Some(actor.id), "source.changed", Some(id), detail).await?;
    tx.commit().await?;
    services.sources.want(id);
    Ok(())
}

/// Key and token in their files.
async fn prepare(services: &Services, id: Uuid, checked: &Checked, token: &str) -> Result<()> {
    let folder = keys::folder(&services.config, id);
    keys::make_folder(&folder)?;
    match checked.auth {
        Auth::None => {}
        Auth::Ssh => {
            keys::ssh_key(&folder, "kakehashi").await?;
        }
        Auth::Token if token.trim().is_empty() => {}
        Auth::Token => keys::write_secret(&folder, "token", token.trim())?,
    }
    Ok(())
}

/// Removes a source with its mirror and secrets. What is live of it stays live, and so do its
/// revisions: attempts name them. Another source may publish those courses from now on.
pub async fn remove(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    actor.require(&[Role::Administrator])?;
    let source = find(services, id).await?;
    if source.id == FOLDER {
        return Err(Error::refused(
            "このフォルダーは外せません。起動するときの設定で変えられます。",
            "The courses folder cannot be removed; it is set when the server starts.",
        ));
    }
    let name = source.name.clone();
    let _turn = services.sources.turn(id).await;
    let tx = services.db.begin().await?;
    let mut row = source.into_active_model();
    row.removed_at = Set(Some(db::now()));
    row.update(&tx).await?;
    audit::record(&tx, Some(actor.id), "source.removed", Some(id), name).await?;
    tx.commit().await?;
    match std::fs::remove_dir_all(keys::folder(&services.config, id)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Lets newer revisions of a source go live by themselves again.
pub async fn unpin(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    actor.require(&Role::TEACHING)?;
    let source = find(services, id).await?;
    let tx = services.db.begin().await?;
    live_item::Entity::update_many()
        .col_expr(live_item::Column::Pinned, false.into())
        .filter(live_item::Column::SourceId.eq(id))
        .exec(&tx)
        .await?;
    audit::record(&tx, Some(actor.id), "source.unpinned", Some(id), source.name).await?;
    tx.commit().await?;
    services.sources.want(id);
    Ok(())
}

/// What a host needs to know to let the server in and to tell it of pushes.
pub struct Access {
    /// The public half of the source's ssh key.
    pub public_key: Option<String>,
    /// Fingerprints of the host keys that were accepted.
    pub host_keys: Vec<String>,
    /// Whether a token is kept.
    pub has_token: bool,
    /// The address for webhooks.
    pub hook_url: String,
    /// The secret that webhooks are signed with.
    pub hook_secret: String,
}

/// The keys and the webhook of a git source, for its settings page.
pub async fn access(actor: &Actor, services: &Services, id: Uuid) -> Result<Access> {
    actor.require(&[Role::Administrator])?;
    let source = find(services, id).await?;
    if source.id == FOLDER {
        return Err(Error::NotFound);
    }
    let folder = keys::folder(&services.config, id);
    Ok(Access {
        public_key: keys::read(&folder, "key.pub").filter(|_| source.auth == Auth::Ssh.code()),
        host_keys: keys::host_keys(&folder).await,
        has_token: keys::read(&folder, "token").is_some(),
        hook_url: format!("{}/hooks/{id}", services.config.public_url),
        hook_secret: keys::hook_secret(&folder)?,
    })
}

/// Forgets the host keys that were accepted; the next fetch accepts and pins what it meets.
pub async fn forget_host(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    actor.require(&[Role::Administrator])?;
    let source = find(services, id).await?;
    keys::forget(&keys::folder(&services.config, id), "known_hosts")?;
    audit::record(
        services.db.write(),
        Some(actor.id),
        "source.host-forgotten",
        Some(id),
        source.name,
    )
    .await?;
    services.sources.want(id);
    Ok(())
}

/// The mirror of a source.
pub(super) fn git<'a>(services: &'a Services, source: &'a course_source::Model) -> Git<'a> {
    Git {
        folder: keys::folder(&services.config, source.id),
        url: &source.url,
        auth: source.auth.parse::<Auth>().unwrap_or(Auth::None),
        options: &services.config.sources,
    }
}

/// A revision of a source.
pub(super) async fn find_revision(
    services: &Services,
    source: Uuid,
    revision: Uuid,
) -> Result<source_revision::Model> {
    source_revision::Entity::find_by_id(revision)
        .one(services.db.read())
        .await?
        .filter(|row| row.source_id == source)
        .ok_or(Error::NotFound)
}
