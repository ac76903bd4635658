//! What could be better is a hint, at its place, and asked for on its own.

use super::{Folder, TOML};
use crate::catalog::{Severity, SourceFolder, parse_courses};

/// The hints of a folder as "course/file code: characters".
fn hints(courses: &[(&str, Folder)]) -> Vec<String> {
    let mut folder = SourceFolder::default();
    for (id, course) in courses {
        let course = Folder(course.0.clone());
        folder.courses.insert((*id).to_owned(), course.files());
    }
    let mut parsed = parse_courses(&folder, None);
    assert_eq!(
        parsed.diagnostics().count(),
        0,
        "{:#?}",
        parsed.diagnostics().collect::<Vec<_>>()
    );
    parsed.add_style(&folder);
    assert!(parsed.courses.values().all(|parsed| !parsed.has_errors()));
    let found = parsed.diagnostics().map(|(course, found)| {
        assert_eq!(found.severity, Severity::Hint);
        let bytes = folder.courses[course].get(&found.path).unwrap();
        let shown = String::from_utf8_lossy(&bytes[found.span.clone()]);
        format!("{course}/{} {}: {shown}", found.path, found.code)
    });
    found.collect()
}

fn demo(folder: Folder) -> Vec<String> {
    hints(&[("demo", folder)])
}

/// A quiz of questions whose right choice alone is the longest, or not.
fn quiz(longest: &[bool]) -> Folder {
    let questions: String = longest
        .iter()
        .enumerate()
        .map(|(at, longest)| {
            let right = if *longest {
                "{右手|みぎて}でも左手でも"
            } else {
                "手"
            };
            format!("## 問{at} {{#q{at}}}\n\n- [x] {right} {{#a}}\n- [ ] 右の手 {{#b}}\n  > 違います。\n\n")
        })
        .collect();
    Folder::new().quiz("", &questions)
}

#[test]
fn in_more_than_two_fifths_of_a_quiz_the_longest_is_the_right_one() {
    let told = ["demo/q.quiz.ja.md K0802: +++"];
    assert_eq!(demo(quiz(&[true, true, false])), told);
    assert_eq!(demo(quiz(&[true, true, true, false, false, false])), told);
    // Two of five are chance, and so are two of two.
    assert_eq!(demo(quiz(&[true, true, false, false, false])), [""; 0]);
    assert_eq!(demo(quiz(&[true, true])), [""; 0]);
    // Readings make no choice longer.
    let reading = "## 一 {#one}\n\n- [x] {右|みぎのほうの} {#a}\n- [ ] 左手 {#b}\n  > 違います。\n\n";
    let three: String = ["one", "two", "three"]
        .iter()
        .map(|id| reading.replace("#one", &format!("#{id}")))
        .collect();
    assert_eq!(demo(Folder::new().quiz("", &three)), [""; 0]);
}

#[test]
fn wrong_choices_that_say_nothing_are_told_once_a_file() {
    let question = "## 一 {#one}\n\n- [x] 右 {#a}\n- [ ] 左 {#b}\n- [ ] 前 {#c}\n  > 前は見ません。\n\n";
    let two = format!("{question}{}", question.replace("#one", "#two"));
    assert_eq!(
        demo(Folder::new().quiz("", &two)),
        ["demo/q.quiz.ja.md K0803: #b"]
    );
    assert_eq!(
        demo(Folder::new().quiz(
            "kind = \"survey\"",
            "## 一 {#one type=survey}\n\n- [ ] 右 {#a}\n- [ ] 左 {#b}\n"
        )),
        [""; 0]
    );
    let lesson = "### どちら {.question #which}\n\n- [x] 右 {#a}\n- [ ] 左 {#b}\n";
    assert_eq!(demo(Folder::new().lesson(lesson)), ["demo/a.ja.md K0803: #b"]);
}

#[test]
fn words_half_in_kanji_are_told_in_every_file() {
    let toml = TOML.replacen("短い見本です。", "名ぼを作ります。", 1);
    let folder = Folder::new()
        .file("course.toml", toml)
        .lesson("先生に連らくします。{保存|ほぞん}。\n");
    assert_eq!(
        demo(folder),
        ["demo/a.ja.md K0801: 連らく", "demo/course.toml K0801: 名ぼ",]
    );
}

#[test]
fn a_kind_of_file_comes_after_the_course_that_teaches_it() {
    let course = |id: &str, title: &str, requires: &str| {
        TOML.replacen("\"demo\"", &format!("\"{id}\""), 1)
            .replacen("見本", title, 1)
            .replacen("requires = []", &format!("requires = [{requires}]"), 1)
    };
    let piece = |accept: &str| {
        format!(
            "+++\ntitle = \"x\"\n+++\n\n## 出す {{#file type=upload accept=\"{accept}\"}}\n\n> [!RUBRIC]\n> - [ ] 名前 {{#name}}\n"
        )
    };
    let folder = |id: &str, title: &str, requires: &str, accept: &str| {
        Folder::new()
            .file("course.toml", course(id, title, requires))
            .file("q.quiz.ja.md", piece(accept))
    };
    let sheets = || ("sheets", folder("sheets", "表計算", "", "xlsx,ods"));
    let told = |requires: &str, accept: &str| {
        hints(&[sheets(), ("mail", folder("mail", "メール", requires, accept))])
    };
    assert_eq!(told("", "xlsx,ods"), ["mail/q.quiz.ja.md K0804: xlsx"]);
    assert_eq!(told("\"sheets\"", "xlsx,ods"), [""; 0]);
    // Whoever has not learnt it yet hands in another kind.
    assert_eq!(told("", "xlsx,pdf"), [""; 0]);
    assert_eq!(told("", "docx"), [""; 0]);
    // By way of another course.
    let between = ("use", folder("use", "使う", "\"sheets\"", "pdf"));
    let after = ("mail", folder("mail", "メール", "\"use\"", "csv"));
    assert_eq!(hints(&[sheets(), between, after]), [""; 0]);
    // What is handed out, too.
    let handed = folder("mail", "メール", "", "pdf")
        .lesson("[表](files/list.xlsx)\n")
        .file("files/list.xlsx", "x");
    assert_eq!(
        hints(&[sheets(), ("mail", handed)]),
        ["mail/a.ja.md K0804: files/list.xlsx"]
    );
}
