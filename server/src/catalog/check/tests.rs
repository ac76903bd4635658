use std::path::Path;

use chrono::NaiveDate;

use super::*;

const DAY: NaiveDate = NaiveDate::MIN;

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    dir
}

const TOML: &[u8] =
    "id = \"c\"\ntitle = \"コース\"\nsummary = \"短い\"\nlanguages = [\"ja\"]\n\n[[unit]]\nid = \"u\"\n\
      title = \"単元\"\nitems = [\"a\"]\n"
        .as_bytes();

fn broken() -> tempfile::TempDir {
    folder(&[
        ("c/course.toml", TOML),
        (
            "c/a.ja.md",
            "+++\ntitel = \"x\"\n+++\n\nこれは<b>大切</b>です。\n\n![](x.svg)\n".as_bytes(),
        ),
        ("c/b c.ja.md", b"\xff"),
        ("readiness/r.toml", b"id = \"q\"\n"),
        ("stray.ja.md", b""),
        ("lost/a.ja.md", b""),
    ])
}

fn codes(report: &Report) -> Vec<&str> {
    report
        .findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect()
}

#[test]
fn every_problem_is_told_with_its_path_and_page() {
    let dir = broken();
    let report = check(dir.path(), DAY).unwrap();
    assert_eq!(
        codes(&report),
        [
            "K0108", "K0103", "K0301", "K0306", "K0305", "K0101", "K0107", "K0104", "K0104", "K0604"
        ]
    );
    let text = report.human();
    let path = dir.path().display();
    assert!(text.contains(&format!("{path}/c/a.ja.md:5:4")), "{text}");
    assert!(
        text.contains("docs/authoring/problems/K0301.md · kakehashi check --explain K0301"),
        "{text}"
    );
}

#[test]
fn the_folder_of_one_course_is_checked_alone() {
    let dir = broken();
    let report = check(&dir.path().join("c"), DAY).unwrap();
    assert!(report.findings.iter().all(|finding| finding.folder == "c"));
    assert_eq!(
        (report.count(Severity::Error), report.count(Severity::Warning)),
        (5, 0)
    );
    assert!(check(Path::new("/nowhere/at/all"), DAY).is_err());
}

#[test]
fn json_counts_in_lines_characters_and_bytes() {
    let dir = broken();
    let json: serde_json::Value =
        serde_json::from_str(&check(dir.path(), DAY).unwrap().write(Format::Json).unwrap()).unwrap();
    let html = &json["problems"][2];
    assert_eq!(
        [&html["line"], &html["column"], &html["end_column"]].map(|number| number.as_u64().unwrap()),
        [5, 4, 7]
    );
    assert_eq!(html["start_byte"].as_u64(), Some(30));
    assert_eq!(json["errors"].as_u64(), Some(9));
    assert_eq!(json["problems"][1]["instead"].as_str(), Some("title"));
}

#[test]
fn sarif_keeps_to_its_schema() {
    let schema = include_str!("../../../../tests/fixtures/sarif/sarif-schema-2.1.0.json");
    // The schema's pattern of languages has a bracket too many, which no strict reader of patterns takes.
    let typo = "^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$";
    assert_eq!(schema.matches(typo).count(), 2);
    let schema = schema.replace(typo, "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$");
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let valid = |root: &Path| {
        let sarif = check(root, DAY).unwrap().write(Format::Sarif).unwrap();
        let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
        let wrong: Vec<String> = validator
            .iter_errors(&sarif)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(wrong, [""; 0]);
        sarif
    };
    let dir = broken();
    let sarif = valid(dir.path());
    let uri = &sarif["runs"][0]["results"][5]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert!(uri.as_str().unwrap().ends_with("c/b%20c.ja.md"), "{uri}");
    // The schema is one that refuses.
    let mut bad = sarif.clone();
    bad["runs"][0]["results"][0]["level"] = "dreadful".into();
    assert!(!validator.is_valid(&bad));
    valid(folder(&[]).path());
}

#[test]
fn a_file_that_is_not_utf8_is_shown_with_its_place() {
    for bytes in [&b"\xff\xfe\x00"[..], b"title\n\xe3\x81", b"a\xff\xff\xe3\x81b"] {
        let dir = folder(&[("c/course.toml", TOML), ("c/a.ja.md", bytes)]);
        let text = check(dir.path(), DAY).unwrap().human();
        assert!(text.contains("c/a.ja.md"), "{text}");
    }
}

#[test]
fn one_file_is_checked_among_its_neighbours() {
    let dir = broken();
    let report = check(&dir.path().join("c/a.ja.md"), DAY).unwrap();
    assert_eq!(codes(&report), ["K0103", "K0301", "K0306", "K0305"]);
    let rule = check(&dir.path().join("readiness/r.toml"), DAY).unwrap();
    assert_eq!(codes(&rule), ["K0104", "K0104", "K0604"]);
    let Err(missing) = check(&dir.path().join("c/none.ja.md"), DAY) else {
        panic!("there is no such file")
    };
    assert!(
        missing.to_string().contains("no such file or folder"),
        "{missing}"
    );
}
