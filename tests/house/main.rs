//! Arrows run down only: from floor to floor, from room to room, and among the files of a room.
//!
//! `order.rs` holds the order, `docs/house.md` explains it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by it")]

mod arrows;
mod counted;
mod order;
mod source;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use arrows::{circles, faults};
use order::{FLOORS, Floor, ROOMS};
use source::Crate;

/// What is known to be wrong and is being put right. A line that is no longer true must go.
const KNOWN: &[&str] = &[];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn floor(name: &str) -> &'static Floor {
    FLOORS.iter().find(|floor| floor.name == name).unwrap()
}

#[test]
fn rooms_and_files_look_down_only() {
    let read = |floor: &Floor| faults(floor, &Crate::read(&root().join(floor.name).join("src")));
    let found: BTreeMap<String, BTreeSet<String>> = std::thread::scope(|scope| {
        let threads: Vec<_> = FLOORS.iter().map(|floor| scope.spawn(|| read(floor))).collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    let mut new = found.clone();
    new.retain(|fault, _| !KNOWN.contains(&fault.as_str()));
    let mut gone = KNOWN.to_vec();
    gone.retain(|known| !found.contains_key(*known));
    assert!(new.is_empty(), "against the order of docs/house.md:\n{new:#?}");
    assert!(
        gone.is_empty(),
        "no longer so, take them off the list:\n{gone:#?}"
    );
}

/// Counts that are never one, or not yet said in two forms. A line that is no longer true must go.
const PLURAL_ONLY: &[&str] = &[
    "backup/restore.rs: \"table {table} has {rows} rows, and had {wanted} when the backup was made\"",
    "catalog/editor/explain.rs: \"{questions} questions, passed with {} %\"",
    "classroom/new_cohort.rs: \"That would be {} class sessions. Please check the dates.\"",
    "classroom/new_cohort.rs: \"{} ({} class sessions)\"",
    "cli/check.rs: \"エラー {errors}、注意 {warnings}、気づき {hints} / {errors} errors, {warnings} warnings, {hints} hints\\n\"",
    "cli/import.rs: \"  {path}: {count} 問 / {count} questions\"",
    "cli/mod.rs: \"A new key signs from the next start on; {count} keys check.\"",
    "cli/mod.rs: \"{}: {rows} rows, checked.\"",
    "cli/person.rs: \"Whoever opens this link chooses a new password. It works once, for {} days.\"",
    "cli/publish.rs: \"    {quiz}: {count} open attempts finish on the revision they began on\\n\"",
    "cli/publish.rs: \"  {count} people {word} \\\"everything met\\\" under a rule\\n\"",
    "identity/merging.rs: \"Two accounts can be parted once, within {DAYS} days.\"",
    "identity/own_data/times.rs: \"Please enter {least} to {LONGEST} months, or nothing to keep it for ever.\"",
    "identity/people_import/sheet.rs: \"At most {most} people at once. Please split the file.\"",
    "identity/merging.rs: \"Put together (can be parted for {DAYS} days)\"",
    "identity/merging.rs: \"What is held under the chosen account is moved to {kept}, and the chosen account is closed. What both have, such as a place in the same cohort, stays where it is. They can be parted again for {DAYS} days.\"",
    "identity/own_data/mine.rs: \"You have an answer within {DAYS} days.\"",
    "identity/people_import/cards.rs: \"Shown only now. Each works once, for {DAYS} days.\"",
    "learning/allowances.rs: \"{}: {tries} tries, {minutes} minutes: {}\"",
    "readiness/waivers.rs: \"Please choose a day within {} days from today.\"",
    "identity/link.rs: \"Hand this link to {name}. It is shown only now, works once, and for {DAYS} days.\"",
    "identity/person.rs: \"Hand this link to {}. It is shown only now, works once, and for {} days.\"",
    "learning/regrade.rs: \"{count} attempts were graded again.\"",
    "outreach/contact.rs: \"Ask us anything. We answer within {ANSWER_DAYS} days, by telephone or mail.\"",
    "outreach/contact.rs: \"We use your name and contact to answer only, and remove them {days} days after that.\"",
    "outreach/words.rs: \"We use your name and contact for this session only and give them to nobody else. If you do not come, we remove them after {removal_days} days.\"",
    "readiness/person.rs: \"{title} (up to {days} days)\"",
    "readiness/words.rs: \"{n} more classes in time are enough\"",
];

#[test]
fn one_is_not_said_as_many() {
    let mut found: Vec<String> = ["server", "app"]
        .iter()
        .flat_map(|floor| counted::plurals(&root().join(floor).join("src")))
        .collect();
    let gone: Vec<_> = PLURAL_ONLY
        .iter()
        .filter(|known| !found.iter().any(|found| found == *known))
        .collect();
    assert!(
        gone.is_empty(),
        "no longer so, take them off the list:\n{gone:#?}"
    );
    found.retain(|found| !PLURAL_ONLY.contains(&found.as_str()));
    assert!(found.is_empty(), "write it with say!, one and other:\n{found:#?}");
}

/// Literals of the sources of pages and messages.
fn said() -> Vec<(String, String)> {
    ["server", "app"]
        .iter()
        .flat_map(|name| words::literals(&root().join(name).join("src")))
        .collect()
}

#[test]
fn one_thing_has_one_word() {
    let guide = std::fs::read_to_string(root().join("docs/terms.md")).unwrap();
    let never = words::never(&guide);
    assert!(never.len() > 20, "the table of docs/terms.md is read: {never:?}");
    let said = said();
    let found: Vec<String> = never
        .iter()
        .flat_map(|(word, say)| {
            said.iter()
                .filter(|(_, literal)| words::says(literal, word))
                .map(move |(file, literal)| format!("{file}: {literal} says {word}; say {say}"))
        })
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn no_measured_percentage_is_rounded() {
    let found: Vec<_> = said()
        .into_iter()
        .filter(|(_, literal)| words::rounds(literal))
        .collect();
    assert!(found.is_empty(), "write it with domain::shown:\n{found:#?}");
}

#[test]
fn a_floor_stands_on_lower_floors_only() {
    for floor in &FLOORS {
        let manifest = std::fs::read_to_string(root().join(floor.name).join("Cargo.toml")).unwrap();
        let manifest: toml::Table = manifest.parse().unwrap();
        let dependencies = manifest["dependencies"].as_table().unwrap();
        for name in ["domain", "migrations", "server", "app"] {
            let allowed = floor.on.contains(&name);
            assert!(
                !dependencies.contains_key(name) || allowed,
                "{} on {name}",
                floor.name
            );
        }
    }
}

#[test]
fn the_guide_tells_the_order_that_is_held() {
    let guide = std::fs::read_to_string(root().join("docs/house.md")).unwrap();
    let rows: Vec<&str> = guide
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .collect();
    let rooms: Vec<&str> = rows.iter().copied().filter(|row| ROOMS.contains(row)).collect();
    assert_eq!(rooms, ROOMS);
    for floor in &FLOORS {
        for part in floor.below.iter().chain(floor.frame).chain(floor.above) {
            let part = format!("`{part}`");
            assert!(guide.contains(&part), "docs/house.md does not name {part}");
        }
    }
}

/// A crate of these files, with what is wrong with it.
fn wrong_with(files: &[(&str, &str)]) -> Vec<String> {
    let folder = std::env::temp_dir().join(format!("house-{}-{:p}", std::process::id(), files));
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let found = faults(floor("server"), &Crate::read(&folder));
    std::fs::remove_dir_all(&folder).unwrap();
    found.into_keys().collect()
}

const ROOT: (&str, &str) = ("lib.rs", "pub mod identity; pub mod learning; pub mod db;");
const LEARNING: (&str, &str) = ("learning.rs", "use crate::identity::who; pub fn attempt() {}");
const DB: (&str, &str) = ("db.rs", "");

#[test]
fn an_arrow_up_is_found_however_it_is_said() {
    let up = ["server/src/identity.rs looks up to learning".to_owned()];
    for said in [
        "use crate::learning::attempt;",
        "use crate::{db, learning::{self, attempt}};",
        "fn f() { crate::learning::attempt(); }",
        "fn f() { use super::learning::attempt as a; a(); }",
        "fn f() -> View { view! { <p>{crate::learning::attempt()}</p> } }",
        "mod inner { use super::super::learning::attempt; }",
        "pub use crate::learning::attempt;",
    ] {
        assert_eq!(
            wrong_with(&[ROOT, LEARNING, DB, ("identity.rs", said)]),
            up,
            "{said}"
        );
    }
    let through = [
        ROOT,
        LEARNING,
        ("db.rs", ""),
        ("identity.rs", "use domain::learning::grade;"),
    ];
    assert_eq!(
        wrong_with(&through),
        ["server/src/identity.rs looks up to domain::learning"]
    );
    let higher = [ROOT, LEARNING, DB, ("identity.rs", "use app::ui::button;")];
    assert_eq!(
        wrong_with(&higher),
        ["server/src/identity.rs looks up to app::ui"]
    );
    let below = [
        ROOT,
        LEARNING,
        ("db.rs", "use crate::identity;"),
        ("identity.rs", ""),
    ];
    assert_eq!(wrong_with(&below), ["server/src/db.rs looks up to identity"]);
}

#[test]
fn what_is_not_said_is_no_arrow() {
    for said in [
        "// use crate::learning::attempt;",
        "//! See [`crate::learning`].\nconst A: &str = \"crate::learning::attempt\";",
        "#[cfg(test)] mod tests { use crate::learning::attempt; }",
        "use crate::db; use domain::identity::Role; use std::learning::attempt;",
    ] {
        assert_eq!(
            wrong_with(&[ROOT, LEARNING, DB, ("identity.rs", said)]),
            [""; 0],
            "{said}"
        );
    }
}

#[test]
fn a_part_without_a_place_is_told() {
    let found = wrong_with(&[("lib.rs", "mod shed;"), ("shed.rs", "")]);
    assert_eq!(found, ["server/src/shed has no place in the order"]);
}

#[test]
fn a_circle_of_files_is_found_also_through_the_front_door() {
    let circle = |front: &str, one: &str, two: &str| {
        wrong_with(&[
            ("lib.rs", "pub mod learning;"),
            ("learning/mod.rs", front),
            ("learning/one.rs", one),
            ("learning/two.rs", two),
        ])
    };
    let front = "mod one; mod two; pub use one::a; pub use two::*;";
    let found = ["server/src: a circle of learning/one.rs, learning/two.rs"];
    assert_eq!(
        circle(
            front,
            "use super::two::b; pub fn a() {}",
            "pub fn b() { super::a(); }"
        ),
        found
    );
    assert_eq!(
        circle(
            front,
            "use super::b; pub fn a() {}",
            "use crate::learning; pub fn b() { learning::a(); }"
        ),
        found
    );
    assert_eq!(
        circle(front, "pub fn a() {}", "pub fn b() { super::a(); }"),
        [""; 0]
    );
    let lends = "mod one; mod two; fn form() {} fn page() { one::a(); }";
    assert_eq!(
        circle(lends, "pub fn a() { super::form(); }", ""),
        ["server/src: a circle of learning/mod.rs, learning/one.rs"]
    );
}

#[test]
fn circles_of_any_length_are_one_each() {
    let arrows = [
        ("a", "b"),
        ("b", "c"),
        ("c", "a"),
        ("c", "d"),
        ("d", "e"),
        ("e", "d"),
    ];
    let mut map: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (from, to) in arrows {
        map.entry(from).or_default().insert(to);
    }
    let found: Vec<Vec<&str>> = circles(&map)
        .into_iter()
        .map(|circle| circle.into_iter().collect())
        .collect();
    assert_eq!(found, [vec!["a", "b", "c"], vec!["d", "e"]]);
}
