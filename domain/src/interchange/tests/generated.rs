//! Quizzes that nobody wrote, through every format that can hold them: ids, answers and points stay.

use std::fmt::Write;

use proptest::prelude::*;

use super::*;
use crate::catalog::QuestionKind;

/// Words with everything that means something in one of the formats.
fn words() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "右手",
        "{右|みぎ}",
        "**太い**",
        "*斜め*",
        "`a = {b} ~ c`",
        "Ctrl + C",
        "a \\< b \\& c",
        "x=y",
        "~home",
        "#1",
        "a::b",
        "100%",
        "\\\\path",
        "<kbd>X</kbd>",
        "<sub>2</sub>",
        "~~消す~~",
        "\\[x\\]",
        "「かぎ」",
        "//not a comment",
        "-> arrow",
        "= equals",
        "(1)",
        "$CATEGORY: x",
        "]]>",
        "\"quoted\"",
        "it's",
        "[link](https://example.com/?a=1&b=2)",
        "accept",
        "\\*star\\*",
        "<mark>印</mark>",
    ]);
    prop::collection::vec(pieces, 1..5).prop_map(|pieces| pieces.join(" "))
}

fn ids(least: usize, most: usize) -> impl Strategy<Value = Vec<String>> {
    let id = prop_oneof![
        "[a-zA-Z][a-z0-9_-]{0,7}",
        "[0-9-][a-z0-9]{0,3}",
        Just("k-a".to_owned()),
        Just("left-a".to_owned())
    ];
    prop::collection::btree_set(id, least..most)
        .prop_map(|ids| ids.into_iter().collect::<Vec<_>>())
        .prop_shuffle()
}

fn accepted() -> impl Strategy<Value = Vec<String>> {
    let answers = vec![
        "保存", "Ctrl+C", "a=b", "~/x", "{x}", "C:\\", "#1", "*", "100%", "a b", "::", "//x", "a->b", "T",
        "42", "<b>", "&amp;", "\"q\"", "it's", "[x]", "％",
    ];
    prop::sample::subsequence(answers, 1..4)
        .prop_map(|answers| answers.into_iter().map(str::to_owned).collect())
}

fn gap() -> impl Strategy<Value = String> {
    let answers = vec![
        "C", "c", "保存", "a b", "x=y", "#1", "1.5", "100%", "it's", ":", "->",
    ];
    prop::sample::subsequence(answers, 1..4).prop_map(|answers| format!("[[{}]]", answers.join("|")))
}

/// The attributes and the answers of a question, and whether GIFT can hold it.
fn answers() -> impl Strategy<Value = (String, String, bool)> {
    let proportional =
        prop::bool::ANY.prop_map(|proportional| if proportional { " partial=proportional" } else { "" });
    let shuffle = prop::bool::ANY.prop_map(|shuffle| if shuffle { "" } else { " shuffle=false" });
    let choices = |mark: fn(usize) -> bool| {
        (
            ids(2, 6),
            prop::collection::vec((words(), prop::option::of(words())), 6),
        )
            .prop_map(move |(ids, texts)| {
                let mut out = String::new();
                for (number, id) in ids.iter().enumerate() {
                    let (text, feedback) = &texts[number];
                    let mark = if mark(number) { "x" } else { " " };
                    writeln!(out, "- [{mark}] {number} {text} {{#{id}}}").unwrap();
                    if let Some(feedback) = feedback {
                        writeln!(out, "  > 返事 {feedback}").unwrap();
                    }
                }
                out
            })
    };
    let rubric = || {
        (ids(1, 4), prop::collection::vec(words(), 4)).prop_map(|(ids, texts)| {
            let mut out = String::from("> [!RUBRIC]\n");
            for (number, id) in ids.iter().enumerate() {
                writeln!(out, "> - [ ] {number} {} {{#{id}}}", texts[number]).unwrap();
            }
            out
        })
    };
    let steps = (ids(2, 6), prop::collection::vec(words(), 6)).prop_map(|(ids, texts)| {
        let mut out = String::new();
        for (number, id) in ids.iter().enumerate() {
            writeln!(out, "{}. 手順{number} {} {{#{id}}}", number + 1, texts[number]).unwrap();
        }
        out
    });
    let pairs = (
        ids(2, 6),
        prop::collection::vec(("[a-z]{1,4}", "[a-z]{1,4}"), 6),
        prop::bool::ANY,
    )
        .prop_map(|(ids, texts, extra)| {
            let mut out = String::from("| 左 | 右 |\n| --- | --- |\n");
            for (number, id) in ids.iter().enumerate() {
                let (left, right) = &texts[number];
                let left = if extra && number > 1 {
                    String::new()
                } else {
                    format!("**{left}** {number}")
                };
                writeln!(out, "| {left} | {{右｜みぎ}} `{right}` {number} {{#{id}}} |").unwrap();
            }
            out
        });
    prop_oneof![
        (shuffle.clone(), choices(|number| number == 0)).prop_map(|(shuffle, text)| (
            shuffle.to_owned(),
            text,
            true
        )),
        (
            shuffle.clone(),
            proportional.clone(),
            choices(|number| number % 2 == 0)
        )
            .prop_map(|(shuffle, partial, text)| (
                format!(" type=multiple{shuffle}{partial}"),
                text,
                true
            )),
        (prop::bool::ANY, accepted()).prop_map(|(exact, accepted)| {
            (
                if exact { " type=text exact" } else { " type=text" }.to_owned(),
                format!("= {}\n", accepted.join(" | ")),
                true,
            )
        }),
        (
            -100_000..100_000i32,
            0..1000u32,
            prop::option::of(prop::sample::select(vec!["cm", "円", "%", "km/h"]))
        )
            .prop_map(|(value, tolerance, unit)| {
                let (value, tolerance) = (f64::from(value) / 100.0, f64::from(tolerance) / 10.0);
                let tolerance = if tolerance > 0.0 {
                    format!(" ± {tolerance}")
                } else {
                    String::new()
                };
                (
                    " type=number".to_owned(),
                    format!("= {value}{tolerance} {}\n", unit.unwrap_or_default()),
                    true,
                )
            }),
        (
            prop::bool::ANY,
            proportional.clone(),
            prop::collection::vec(gap(), 1..4)
        )
            .prop_map(|(exact, partial, gaps)| {
                let text: String = gaps.iter().map(|gap| format!("前 {gap} 後 ")).collect();
                let exact = if exact { " exact" } else { "" };
                (
                    format!(" type=blanks{partial}{exact}"),
                    format!("{text}\n"),
                    gaps.len() == 1,
                )
            }),
        (shuffle, proportional.clone(), pairs).prop_map(|(shuffle, partial, text)| (
            format!(" type=match{shuffle}{partial}"),
            text,
            true
        )),
        (proportional, steps).prop_map(|(partial, text)| (format!(" type=order{partial}"), text, true)),
        rubric().prop_map(|text| (" type=essay".to_owned(), text, true)),
        (rubric(), 1..50u32).prop_map(|(text, most)| (
            format!(" type=upload accept=\"docx,pdf\" max={most}MB"),
            text,
            false
        )),
        (prop::bool::ANY, choices(|_| false)).prop_map(|(many, text)| (
            if many { " type=survey many" } else { " type=survey" }.to_owned(),
            text,
            false
        )),
        Just((" type=survey".to_owned(), String::new(), false)),
    ]
}

#[derive(Clone, Debug)]
struct Made {
    markdown: String,
    /// The ids of questions that GIFT holds.
    gift: Vec<String>,
}

fn made() -> impl Strategy<Value = Made> {
    let extras = (
        1..1001u32,
        prop::collection::btree_set("[a-z0-9]{1,5}", 0..3)
            .prop_map(|tags| tags.into_iter().collect::<Vec<_>>()),
        prop::option::of(1..8u32),
        prop::collection::vec(words(), 0..3),
        prop::option::of(words()),
        prop::option::of(words()),
    );
    let question = (words(), answers(), extras);
    (ids(1, 5), prop::collection::vec(question, 5)).prop_map(|(ids, questions)| {
        let mut markdown = String::from("+++\ntitle = \"テスト \\\"x\\\"\"\nkind = \"test\"\npass_percent = 70\nminutes = 15\n+++\n\n前書き {右|みぎ}\n");
        let mut gift = Vec::new();
        for (id, (title, (attributes, answers, held), (points, tags, cost, hints, explanation, body))) in ids.iter().zip(questions) {
            let mut extra = String::new();
            if !tags.is_empty() {
                write!(extra, " tags=\"{}\"", tags.join(",")).unwrap();
            }
            if let Some(cost) = cost {
                write!(extra, " hint_cost={}", cost as f32 / 4.0).unwrap();
            }
            write!(markdown, "\n## 問い {title} {{#{id} points={points}{attributes}{extra}}}\n\n").unwrap();
            if let Some(body) = body {
                write!(markdown, "本文 {body}\n\n- 一\n- 二\n\n| a | b |\n|---|---|\n| {{右｜みぎ}} | `x \\| y` |\n\n```\ncode\n  more\n```\n\n<!-- -->\n\n").unwrap();
            }
            // A table before the pairs would be taken for them.
            let answers = if attributes.contains("type=match") && markdown.ends_with("<!-- -->\n\n") {
                let cut = markdown.rfind("本文").unwrap();
                let body = markdown.split_off(cut);
                format!("{answers}\n{body}")
            } else {
                answers
            };
            writeln!(markdown, "{answers}").unwrap();
            for hint in hints {
                write!(markdown, "> [!HINT]\n> ヒント {hint}\n\n").unwrap();
            }
            if let Some(explanation) = explanation {
                write!(markdown, "> [!EXPLANATION]\n> 解説 {explanation}\n>\n> 二段落目\n\n").unwrap();
            }
            if held {
                gift.push(id.clone());
            }
        }
        Made { markdown, gift }
    })
}

fn parsed(made: &Made) -> Course {
    let toml = "id = \"made\"\ntitle = { ja = \"見本\" }\nsummary = { ja = \"見本\" }\nlanguages = [\"ja\"]\nhours = 1\n\n[[unit]]\nid = \"u\"\ntitle = { ja = \"見本\" }\nitems = [\"q\"]\n";
    let files = SourceFiles::from_iter([
        ("course.toml", toml.as_bytes().to_vec()),
        ("q.quiz.ja.md", made.markdown.clone().into_bytes()),
    ]);
    let parsed = parse_course(&files);
    assert!(
        !parsed.has_errors(),
        "{:#?}\n{}",
        parsed.diagnostics,
        made.markdown
    );
    parsed.course.unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn every_format_keeps_what_it_can_hold(made in made()) {
        let course = parsed(&made);
        let original = &course.quizzes["q"];
        for format in Format::ALL {
            let exported = format.export(&course, original, Lang::Ja);
            let held: Vec<&Question> = original
                .questions
                .iter()
                .filter(|question| format != Format::Gift || made.gift.contains(&question.id))
                .collect();
            let left_out = exported.losses.iter().filter(|loss| loss.left_out).count();
            prop_assert_eq!(left_out, original.questions.len() - held.len());
            if held.is_empty() {
                continue;
            }
            let imported = round_trip(&course, original, Lang::Ja, format).1;
            prop_assert_eq!(losses(&imported), Vec::<String>::new(), "{:?}\n{}", format, imported.quizzes[0].markdown);
            let back = quiz(&imported);
            prop_assert_eq!(back.questions.len(), held.len());
            for (ours, theirs) in held.into_iter().zip(&back.questions) {
                let text = &imported.quizzes[0].markdown;
                prop_assert_eq!(bones(theirs), bones(ours), "{:?}\n{}", format, text);
                let (ours_text, theirs_text) = (ours.text(Lang::Ja).unwrap(), theirs.text(Lang::Ja).unwrap());
                prop_assert_eq!(&theirs_text.title, &ours_text.title, "{:?}\n{}", format, text);
                prop_assert_eq!(&theirs_text.choices, &ours_text.choices, "{:?}\n{}", format, text);
                prop_assert_eq!(&theirs_text.lefts, &ours_text.lefts, "{:?}\n{}", format, text);
                prop_assert_eq!(&theirs_text.hints, &ours_text.hints, "{:?}\n{}", format, text);
                prop_assert_eq!(&theirs_text.explanation_html, &ours_text.explanation_html, "{:?}\n{}", format, text);
                if !matches!(ours.kind, QuestionKind::Blanks { .. }) {
                    prop_assert_eq!(theirs_text.body_html.trim_end(), ours_text.body_html.trim_end(), "{:?}\n{}", format, text);
                }
            }
            // Once more: nothing changes any more.
            let again = round_trip(&super::course(&imported), &back, Lang::Ja, format).1;
            prop_assert_eq!(&again.quizzes, &imported.quizzes);
        }
    }
}
