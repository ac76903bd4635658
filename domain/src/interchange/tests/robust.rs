//! Any bytes, and every fixture with bytes changed: no panic, and whatever is imported has no errors.

use proptest::prelude::*;

use super::*;

const NAMES: [&str; 5] = ["x.xml", "x.txt", "x.csv", "x.gift", "x.zip"];

fn check(name: &str, files: &Files) {
    if let Ok(imported) = import(&Input {
        name,
        files,
        lang: None,
    }) {
        course(&imported);
        losses(&imported);
    }
}

fn fixtures() -> Vec<(&'static str, Files)> {
    let one =
        |name: &'static str, text: &str| (name, Files::from([(name.to_owned(), text.as_bytes().to_vec())]));
    vec![
        one("m.xml", include_str!("fixtures/moodle-4.5.xml")),
        one("q.gift", include_str!("fixtures/quiz.gift")),
        one("a.txt", include_str!("fixtures/aiken.txt")),
        one("k.csv", include_str!("fixtures/kahoot.csv")),
        ("c.zip", super::packages::folder("canvas")),
        ("t.zip", super::packages::folder("tao21")),
        ("t.zip", super::packages::folder("tao30")),
        ("k.xlsx", super::packages::folder("kahoot")),
    ]
}

/// The signs that mean something in one of the formats.
fn piece() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "::",
        "{",
        "}",
        "=",
        "~",
        "#",
        "####",
        "%50%",
        "->",
        "\\",
        "//",
        "[html]",
        "[id:x]",
        "[kakehashi:ids=a b]",
        "$CATEGORY: a/b",
        "\n",
        "\n\n",
        "TRUE",
        "#1..5",
        ">3 ALL\n",
        "A. ",
        "B) ",
        "ANSWER: A",
        "ANSWER:",
        "<",
        ">",
        "<p>",
        "</p>",
        "<table><tr><td>",
        "<li>",
        "<b>",
        "<img src='data:image/png;base64,iVBORw0KGgo='>",
        "&amp;",
        "&#0;",
        "&#x110000;",
        "<![CDATA[",
        "]]>",
        "<quiz>",
        "</quiz>",
        "<question type=\"multichoice\">",
        "<answer fraction=\"100\">",
        "<text>",
        "{1:SA:=a~b}",
        "[[1]]",
        "<assessmentItem identifier=\"\">",
        "<itemBody>",
        "<choiceInteraction>",
        "<simpleChoice>",
        "<qti-assessment-item>",
        "橋",
        "｛",
        "|",
        "{a|b}",
        "question,answer,correct\n",
        "\u{1}",
        "**",
        "`",
        "```",
        "- [x] a",
        "1. ",
        "## x {#y}",
        "> [!HINT]",
        "+++",
        "= 5",
        "accept: x",
        "\\(x\\)",
        "$$",
        "\u{e000}",
        "\t",
        "<!-- ",
        "-->",
    ])
    .prop_map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300), name in prop::sample::select(NAMES.to_vec())) {
        check(name, &Files::from([(name.to_owned(), bytes)]));
    }

    #[test]
    fn any_words(pieces in prop::collection::vec(piece(), 0..60), name in prop::sample::select(NAMES.to_vec())) {
        check(name, &Files::from([(name.to_owned(), pieces.concat().into_bytes())]));
    }

    #[test]
    fn changed_fixtures(
        which in 0..8usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), prop_oneof![piece(), "[ -~]{0,3}"], 0..8usize), 1..6),
    ) {
        let (name, mut files) = fixtures().swap_remove(which);
        for (file, at, piece, cut) in changes {
            let path = files.keys().nth(file.index(files.len())).cloned().unwrap_or_default();
            let Some(bytes) = files.get_mut(&path).filter(|bytes| !bytes.is_empty()) else { continue };
            let start = at.index(bytes.len());
            let end = (start + cut).min(bytes.len());
            bytes.splice(start..end, piece.into_bytes());
        }
        check(name, &files);
    }

    #[test]
    fn any_html_in_a_question(pieces in prop::collection::vec(piece(), 0..30), answer in prop::collection::vec(piece(), 0..6)) {
        let escape = |text: String| text.replace("]]>", "");
        let (html, answer) = (escape(pieces.concat()), escape(answer.concat()));
        let xml = format!("<quiz><question type=\"multichoice\"><name><text>n</text></name><questiontext format=\"html\"><text><![CDATA[{html}]]></text></questiontext><single>true</single>\
            <answer fraction=\"100\"><text><![CDATA[{answer}]]></text></answer><answer fraction=\"0\"><text>b</text></answer></question>\
            <question type=\"shortanswer\"><questiontext><text><![CDATA[{html}]]></text></questiontext><answer fraction=\"100\"><text><![CDATA[{answer}]]></text></answer></question></quiz>");
        check("x.xml", &Files::from([("x.xml".to_owned(), xml.into_bytes())]));
    }
}
