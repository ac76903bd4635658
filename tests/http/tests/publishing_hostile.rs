//! A repository made to do harm: nothing of it acts, each trick is reported, and good courses beside it
//! go live.

use domain::identity::Role;
use http_tests::{Classroom, Database, Repository};
use server::catalog::refresh;

#[tokio::test]
async fn a_hostile_repository_harms_nothing_and_each_trick_is_reported() {
    let classroom = Classroom::new(Database::Sqlite).await;
    let repository = Repository::new();
    let marker = repository.work().with_file_name("marker");
    let secret = repository.work().with_file_name("secret");
    std::fs::write(&secret, "SECRET-OF-THE-SERVER").unwrap();

    // A second course full of tricks, beside the good one.
    for name in ["course.toml", "copy.ja.md", "copy.en.md"] {
        let text = std::fs::read_to_string(repository.work().join("town").join(name)).unwrap();
        let text = text
            .replace("\"town\"", "\"tricks\"")
            .replace(", \"check\", \"timed\"", "");
        repository.write(&format!("tricks/{name}"), text);
    }
    let hook = format!("#!/bin/sh\ntouch {}\n", marker.display());
    repository.write("hooks/post-checkout", &hook);
    repository.write(".gitattributes", "*.md filter=evil\n");
    repository.write("tricks/huge.png", vec![0_u8; 21 << 20]);
    repository.write(
        "tricks/pointer.png",
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
    );
    repository.write("tricks/looks\u{202e}gnp.exe", "x");
    repository.write("tricks/line\nbreak.md", "x");
    std::os::unix::fs::symlink(&secret, repository.work().join("tricks/out.ja.md")).unwrap();
    std::os::unix::fs::symlink(
        "../../../../etc/passwd",
        repository.work().join("tricks/passwd.png"),
    )
    .unwrap();
    std::os::unix::fs::symlink("copy.ja.md", repository.work().join("tricks/inside.ja.md")).unwrap();
    repository.git(&["add", "--all"]);
    let head = repository.git(&["rev-parse", "HEAD"]);
    repository.git(&[
        "update-index",
        "--add",
        "--cacheinfo",
        &format!("160000,{head},tricks/sub"),
    ]);
    repository.write(
        ".gitmodules",
        format!(
            "[submodule \"sub\"]\n\tpath = tricks/sub\n\turl = --upload-pack=touch {}\n",
            marker.display()
        ),
    );
    repository.git(&["add", ".gitmodules"]);
    // Names that git's own commands refuse, straight into a tree.
    let tree = repository.git(&["write-tree"]);
    let blob = repository.git_with(&["hash-object", "-w", "--stdin"], hook.as_bytes());
    let hooks = repository.git_with(
        &["mktree"],
        format!("100755 blob {blob}\tpost-checkout\n").as_bytes(),
    );
    let dot_git = repository.git_with(&["mktree"], format!("040000 tree {hooks}\thooks\n").as_bytes());
    let tricks = repository.git(&["ls-tree", &format!("{tree}:tricks")]);
    let tricks = format!(
        "{tricks}\n040000 tree {dot_git}\t.git\n100644 blob {blob}\t..\n100644 blob {blob}\ta\\b.md\n"
    );
    let tricks = repository.git_with(&["mktree"], tricks.as_bytes());
    let root: String = repository
        .git(&["ls-tree", &tree])
        .lines()
        .map(|line| match line.strip_suffix("\ttricks") {
            Some(_) => format!("040000 tree {tricks}\ttricks\n"),
            None => format!("{line}\n"),
        })
        .collect();
    let tree = repository.git_with(&["mktree"], root.as_bytes());
    let commit = repository.git(&[
        "commit-tree",
        &tree,
        "-p",
        &head,
        "-m",
        "Nothing to see\u{1b}[2J here",
    ]);
    repository.git(&["push", "-q", "origin", &format!("{commit}:refs/heads/main")]);

    let administrator = classroom.person("Administrator", &[Role::Administrator]).await;
    let source = classroom.add_source(&administrator, &repository.url(), &[]).await;
    let actor = classroom.actor(&administrator).await;
    let looked = refresh::now(&actor, &classroom.services, source)
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    let page = administrator
        .get(&format!("/sources/{source}/revisions/{}", looked.revision))
        .await
        .expect(200);
    for (code, file) in [
        ("K0701", "tricks/out.ja.md"),
        ("K0701", "tricks/passwd.png"),
        ("K0702", "tricks/inside.ja.md"),
        ("K0703", "tricks/sub"),
        ("K0704", "tricks/huge.png"),
        ("K0705", "tricks/.git/hooks/post-checkout"),
        ("K0705", "tricks/.."),
        ("K0705", "tricks/a\\b.md"),
        ("K0705", "tricks/line\u{fffd}break.md"),
        ("K0705", "tricks/looks\u{fffd}gnp.exe"),
        ("K0706", "tricks/pointer.png"),
    ] {
        let (_, rest) = page
            .body
            .split_once(&format!(">{file}<"))
            .unwrap_or_else(|| panic!("{file} is not in:\n{}", page.body));
        let before = &page.body[..page.body.len() - rest.len()];
        let at = before.rfind("<code>").expect("a code");
        assert!(
            before[at..].starts_with(&format!("<code>{code}")),
            "{code} {file}: {}",
            &before[at..]
        );
    }
    assert!(!page.body.contains("SECRET-OF-THE-SERVER") && !page.body.contains("root:"));
    assert!(!page.body.contains('\u{1b}') && !page.body.contains('\u{202e}'));
    // The good course beside it is live; the other is held back.
    assert!(classroom.services.catalog.course("town").is_ok());
    assert!(classroom.services.catalog.course("tricks").is_err());
    // Nothing ran, nothing was checked out, no submodule was fetched.
    assert!(!marker.exists());
    let folder = classroom.services.config.data.join(format!("sources/{source}"));
    let names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names, ["mirror.git"], "{names:?}");
    assert!(!folder.join("mirror.git/modules").exists());
    let hooks = std::fs::read_dir(folder.join("mirror.git/hooks"));
    assert!(hooks.map_or(0, |hooks| hooks.count()) == 0);
}

#[tokio::test]
async fn a_repository_that_is_too_large_is_given_up() {
    let mut classroom = Classroom::new(Database::Sqlite).await;
    classroom.limit_sources(1).await;
    let repository = Repository::new();
    // Not compressible, so that it is as large on the way.
    let mut noise = 1_u64;
    let bytes: Vec<u8> = (0..30 << 20)
        .map(|_| {
            noise ^= noise << 13;
            noise ^= noise >> 7;
            noise ^= noise << 17;
            noise.to_le_bytes()[3]
        })
        .collect();
    repository.write("town/noise.png", bytes);
    repository.push("Something large");
    let administrator = classroom.person("Administrator", &[Role::Administrator]).await;
    let source = classroom.add_source(&administrator, &repository.url(), &[]).await;
    let actor = classroom.actor(&administrator).await;
    assert!(refresh::now(&actor, &classroom.services, source).await.is_err());
    administrator
        .get(&format!("/sources/{source}"))
        .await
        .expect(200)
        .shows("The repository is too large");
    let mirror = classroom
        .services
        .config
        .data
        .join(format!("sources/{source}/mirror.git"));
    assert!(!mirror.exists());
}
