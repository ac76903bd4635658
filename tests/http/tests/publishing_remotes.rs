//! Real git over http with a token and over ssh with a deploy key; secrets stay secret.

use domain::identity::Role;
use http_tests::{Classroom, Database, HttpRemote, Person, Repository, SshRemote};
use server::{Error, catalog::refresh};
use uuid::Uuid;

const TOKEN: &str = "a-token-that-nobody-may-see";

async fn look(classroom: &Classroom, administrator: &Person, source: Uuid) -> Result<Uuid, String> {
    let actor = classroom.actor(administrator).await;
    match refresh::now(&actor, &classroom.services, source).await {
        Ok(looked) => Ok(looked.revision),
        Err(Error::Refused(sentence)) => Err(sentence.en),
        Err(error) => panic!("{error}"),
    }
}

/// Every file below a folder that holds these words.
fn holding(folder: &std::path::Path, words: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.file_type().unwrap().is_dir() {
            found.extend(holding(&entry.path(), words));
        } else if let Ok(bytes) = std::fs::read(entry.path())
            && bytes
                .windows(words.len())
                .any(|window| window == words.as_bytes())
        {
            found.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    found
}

#[tokio::test]
async fn a_repository_over_http_is_read_with_a_token_that_nobody_sees() {
    let classroom = Classroom::new(Database::Sqlite).await;
    let repository = Repository::new();
    let remote = HttpRemote::start(repository.bare().parent().unwrap(), TOKEN).await;
    let administrator = classroom.person("Administrator", &[Role::Administrator]).await;
    let url = remote.url("town.git");
    let fields = [("auth", "token"), ("token", "not-the-token")];
    let source = classroom.add_source(&administrator, &url, &fields).await;
    let said = look(&classroom, &administrator, source).await.unwrap_err();
    assert!(said.contains("Sign-in failed"), "{said}");
    assert!(remote.refused_somebody());
    let page = format!("/sources/{source}");
    administrator.get(&page).await.expect(200).shows("Sign-in failed");

    let settings = format!("{page}/settings");
    let form = [
        ("do", "save"),
        ("name", "Town"),
        ("url", url.as_str()),
        ("branch", "main"),
        ("folder", ""),
        ("auth", "token"),
        ("token", TOKEN),
        ("auto_publish", "yes"),
        ("poll_minutes", "0"),
    ];
    administrator.post(&settings, &form).await.expect(303);
    look(&classroom, &administrator, source).await.unwrap();
    classroom
        .services
        .catalog
        .course("town")
        .expect("the course is live");
    // A push is fetched by the same way.
    repository.edit("town/copy.en.md", "To copy, press", "Over http:");
    repository.push("Over http");
    look(&classroom, &administrator, source).await.unwrap();
    let learner = classroom.person("Sato", &[Role::Learner]).await;
    learner
        .get("/courses/town/lessons/copy")
        .await
        .expect(200)
        .shows("Over http:");

    // Another host never gets the token that was given for this one.
    let elsewhere = HttpRemote::start(repository.bare().parent().unwrap(), TOKEN).await;
    let there = elsewhere.url("town.git");
    let mut moved = form;
    (moved[2].1, moved[6].1) = (&there, "");
    administrator
        .post(&settings, &moved)
        .await
        .expect(422)
        .shows("Please enter the token for this server");

    // The token is in its file of mode 0600, and nowhere else: not on a page, not in git's settings.
    administrator.get(&page).await.expect(200).hides(TOKEN);
    administrator
        .get(&settings)
        .await
        .expect(200)
        .hides(TOKEN)
        .shows("A token is kept");
    administrator.get("/audit").await.expect(200).hides(TOKEN);
    assert_eq!(holding(&classroom.services.config.data, TOKEN), ["token"]);
    let file = classroom
        .services
        .config
        .data
        .join(format!("sources/{source}/token"));
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(
        std::fs::metadata(file).unwrap().permissions().mode() & 0o777,
        0o600
    );
}

#[tokio::test]
async fn a_repository_over_ssh_is_read_with_the_servers_own_key_and_a_pinned_host() {
    let classroom = Classroom::new(Database::Sqlite).await;
    let repository = Repository::new();
    let mut remote = SshRemote::start().await;
    let administrator = classroom.person("Administrator", &[Role::Administrator]).await;
    let url = remote.url(&repository.bare());
    let source = classroom
        .add_source(&administrator, &url, &[("auth", "ssh")])
        .await;
    let settings = format!("/sources/{source}/settings");
    let page = administrator.get(&settings).await.expect(200);
    let (_, key) = page
        .body
        .split_once("ssh-ed25519 ")
        .expect("the public key is shown");
    let key = format!("ssh-ed25519 {}", key.split('<').next().unwrap());
    assert!(!page.body.contains("PRIVATE KEY"));

    // Before the host knows the key it lets nobody in.
    let said = look(&classroom, &administrator, source).await.unwrap_err();
    assert!(said.contains("Sign-in failed"), "{said}\n{}", remote.log());
    remote.let_in(&key, &repository.bare());
    look(&classroom, &administrator, source)
        .await
        .unwrap_or_else(|said| panic!("{said}\n{}", remote.log()));
    classroom
        .services
        .catalog
        .course("town")
        .expect("the course is live");
    administrator
        .get(&settings)
        .await
        .expect(200)
        .shows("Pinned host keys")
        .shows("SHA256:");

    // Another machine in the host's place is refused.
    remote.new_host_key();
    remote.restart().await;
    let said = look(&classroom, &administrator, source).await.unwrap_err();
    assert!(said.contains("host key is not the one that was pinned"), "{said}");
    // Until somebody has found out that it is right.
    administrator
        .post(&settings, &[("do", "forget-host")])
        .await
        .expect(303);
    look(&classroom, &administrator, source).await.unwrap();
}

#[tokio::test]
async fn a_repository_that_is_not_there_says_so_and_what_is_live_stays() {
    let classroom = Classroom::new(Database::Sqlite).await;
    let repository = Repository::new();
    let administrator = classroom.person("Administrator", &[Role::Administrator]).await;
    let source = classroom.add_source(&administrator, &repository.url(), &[]).await;
    look(&classroom, &administrator, source).await.unwrap();
    std::fs::rename(repository.bare(), repository.bare().with_extension("gone")).unwrap();
    let said = look(&classroom, &administrator, source).await.unwrap_err();
    assert!(said.contains("was not found"), "{said}");
    administrator
        .get("/sources")
        .await
        .expect(200)
        .shows("could not be read");
    // A restart needs no git host.
    let again = server::Services::start(classroom.services.config.clone())
        .await
        .unwrap();
    assert!(again.catalog.course("town").is_ok());
}
