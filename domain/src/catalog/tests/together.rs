//! Courses, rules and the glossary as one folder.

use super::{Folder, TOML};
use crate::catalog::{SourceFolder, parse_courses};

fn course(id: &str, requires: &str) -> crate::catalog::SourceFiles {
    let toml = TOML
        .replace("id = \"demo\"", &format!("id = \"{id}\""))
        .replace("requires = []", &format!("requires = [{requires}]"));
    Folder::new().file("course.toml", toml).files()
}

fn folder(courses: &[(&str, &str)]) -> SourceFolder {
    SourceFolder {
        courses: courses
            .iter()
            .map(|(id, requires)| ((*id).to_owned(), course(id, requires)))
            .collect(),
        ..SourceFolder::default()
    }
}

/// Every problem as "folder/file code: the characters".
fn problems(folder: &SourceFolder) -> Vec<String> {
    let parsed = parse_courses(folder, None);
    let all = parsed.diagnostics().map(|(name, found)| {
        let files = folder.courses.get(name).unwrap_or(&folder.rules);
        let bytes = files.get(&found.path).unwrap_or_default();
        let shown = String::from_utf8_lossy(&bytes[found.span.clone()]);
        format!("{name}/{} {}: {shown}", found.path, found.code)
    });
    all.collect()
}

#[test]
fn a_circle_is_told_at_each_course_of_it_and_at_no_other() {
    let circle = folder(&[("a", "\"b\""), ("b", "\"c\""), ("c", "\"a\""), ("d", "\"a\"")]);
    assert_eq!(
        problems(&circle),
        [
            "a/course.toml K0205: \"b\"",
            "b/course.toml K0205: \"c\"",
            "c/course.toml K0205: \"a\""
        ]
    );
    let line = folder(&[("a", "\"b\", \"c\""), ("b", "\"c\""), ("c", "")]);
    assert_eq!(problems(&line), [""; 0]);
}

#[test]
fn required_courses_must_be_there() {
    let folder = folder(&[("basics", ""), ("next", "\"bascis\"")]);
    assert_eq!(problems(&folder), ["next/course.toml K0203: \"bascis\""]);
    let parsed = parse_courses(&folder, None);
    let help = parsed.courses["next"].diagnostics[0].help.clone().unwrap();
    assert_eq!(help.en, "Did you mean \"basics\"?");
}

#[test]
fn links_between_courses_and_files_lead_to_what_is_there() {
    let mut folder = folder(&[("one", ""), ("two", "")]);
    let lesson = "+++\ntitle = \"x\"\n+++\n\n## 場所\n\n[a](../two/a.ja.md) [b](../two/a.ja.md#場所) \
                  [c](../two/q.quiz.ja.md) [d](../two/b.ja.md) [e](../tow/a.ja.md) [f](../two/a.ja.md#ない) \
                  [g](q.quiz.ja.md#sum) [h](q.quiz.ja.md#summ)\n";
    let other = "+++\ntitle = \"x\"\n+++\n\n## 場所\n\n文\n";
    for (name, text) in [("one", lesson), ("two", other)] {
        let files = folder.courses.get_mut(name).unwrap();
        files.0.insert("a.ja.md".into(), text.into());
    }
    assert_eq!(
        problems(&folder),
        [
            "one/a.ja.md K0303: ../two/b.ja.md",
            "one/a.ja.md K0303: ../tow/a.ja.md",
            "one/a.ja.md K0312: ../two/a.ja.md#ない",
            "one/a.ja.md K0312: q.quiz.ja.md#summ"
        ]
    );
}

#[test]
fn every_problem_of_a_rule_is_told() {
    let mut folder = folder(&[("demo", "")]);
    let rule = "id = \"r\"\ntitle = \"x\"\non_change = \"kepp\"\n\n[sign_off]\nrole = \"boss\"\nvalid_dais = 3\n\n\
                [[require]]\nid = \"a\"\nkind = \"quiz\"\nref = \"demo/qq\"\nmin_percent = 101\n\n\
                [[require]]\nid = \"a\"\nkind = \"checklist\"\nitems = []\nevidence = [\"seen\"]\n\n\
                [[require]]\nkind = \"attendance\"\nin_class = true\nwaiver = { role = \"coordinator\" }\n";
    folder.rules.0.insert("r.toml".into(), rule.into());
    assert_eq!(
        problems(&folder),
        [
            "readiness/r.toml K0105: \"kepp\"",
            "readiness/r.toml K0105: \"boss\"",
            "readiness/r.toml K0103: valid_dais",
            "readiness/r.toml K0105: 101",
            "readiness/r.toml K0603: \"a\"",
            "readiness/r.toml K0105: \"seen\"",
            "readiness/r.toml K0104: [[require]]",
            "readiness/r.toml K0104: [[require]]",
            "readiness/r.toml K0104: waiver",
            "readiness/r.toml K0606: in_class",
            "readiness/r.toml K0601: \"demo/qq\""
        ]
    );
}

#[test]
fn the_courses_that_come_along_have_no_errors() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../courses");
    let mut folder = SourceFolder::default();
    let mut all = vec![root.clone()];
    while let Some(dir) = all.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                all.push(path);
                continue;
            }
            let inside = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
            let bytes = std::fs::read(&path).unwrap();
            match inside.split_once('/') {
                Some(("readiness", file)) => {
                    folder.rules.0.insert(file.into(), bytes);
                }
                Some((course, file)) => {
                    let files = folder.courses.entry(course.into()).or_default();
                    files.0.insert(file.into(), bytes);
                }
                None if inside == "glossary.toml" => folder.glossary = Some(bytes),
                None => {}
            }
        }
    }
    folder.courses.retain(|_, files| files.contains("course.toml"));
    let parsed = parse_courses(&folder, None);
    let errors: Vec<_> = parsed
        .diagnostics()
        .filter(|(_, found)| found.is_error())
        .map(|(name, found)| format!("{name}/{} {}: {}", found.path, found.code, found.message.en))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}
