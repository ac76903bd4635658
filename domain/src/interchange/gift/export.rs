//! A quiz of ours as GIFT for Moodle. What Moodle has no word for stands in comments, so that it comes
//! back when the file is imported here again.

use crate::Lang;
use crate::catalog::{Course, Message, Partial, Question, QuestionKind, QuestionText, Quiz};
use crate::interchange::Files;
use crate::interchange::item::Loss;
use crate::interchange::outgoing::{Exported, Flavour, Outgoing, front, hint_cost};
use crate::interchange::xml::{Node, write_nodes};

/// Writes a quiz as GIFT.
pub fn gift(course: &Course, quiz: &Quiz, lang: Lang) -> Exported {
    let mut out = Outgoing::new(course, lang, Flavour::Html);
    let mut text = String::new();
    let mut comment = |line: &str| text.push_str(&format!("// [kakehashi:{}]\n", one_line(line)));
    comment(&format!("quiz={}", quiz.id));
    if let Some(words) = quiz.text(lang) {
        comment(&format!("title={}", words.title));
        if !words.intro_html.is_empty() {
            let intro = out.html(&words.intro_html);
            comment(&format!("intro={}", write_nodes(&intro)));
        }
    }
    for line in front(quiz) {
        comment(&format!("front={line}"));
    }
    out.losses.push(Loss {
        item: String::new(),
        left_out: false,
        what: Message::new(
            "GIFTに入るのは問題だけです。テストの設定・配点・ヒントは、Kakehashiだけが読む注として入れました。",
            "GIFT holds questions only. The quiz's settings, points and hints are in comments that only Kakehashi reads.",
        ),
    });
    for question in &quiz.questions {
        out.item.clone_from(&question.id);
        if let Some(words) = out.words(question)
            && let Some(written) = one(&mut out, question, words)
        {
            text.push_str(&format!("\n{written}\n"));
        }
    }
    Exported {
        files: Files::from([(format!("{}.gift.txt", quiz.id), text.into_bytes())]),
        losses: out.losses,
    }
}

/// A text whose letters mean only themselves.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '~' | '=' | '#' | '{' | '}' | ':' | '\\') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

fn one_line(text: &str) -> String {
    text.replace('\n', " ")
}

/// Nodes as escaped HTML. New lines become `&#10;` where they count.
fn html(nodes: &[Node]) -> String {
    escape(&write_nodes(nodes).replace('\n', "&#10;"))
}

fn one(out: &mut Outgoing<'_>, question: &Question, words: &QuestionText) -> Option<String> {
    out.note_tests(words);
    let (answers, mut own, ids) = answers(out, question, words)?;
    if question.points != 1 {
        own.push(format!("points={}", question.points));
    }
    if !question.shuffle {
        own.push("shuffle=false".to_owned());
    }
    match question.partial {
        Partial::Proportional => own.push("partial=proportional".to_owned()),
        Partial::AllOrNothing => {
            if matches!(
                question.kind,
                QuestionKind::Multiple { .. } | QuestionKind::Match { .. } | QuestionKind::Order { .. }
            ) {
                out.note(
                    "Moodleでは、一部だけ合っている答えにも点が付きます。",
                    "In Moodle a partly right answer earns a part of the points.",
                );
            }
        }
    }
    if let Some(cost) = hint_cost(question) {
        own.push(format!("hint_cost={cost}"));
    }
    if !ids.is_empty() {
        own.push(format!("ids={}", ids.join(" ")));
    }
    for hint in &words.hints {
        let hint = out.html(hint);
        own.push(format!("hint={}", one_line(&write_nodes(&hint))));
    }
    if question.points != 1 || !words.hints.is_empty() {
        out.note(
            "配点とヒントは注に入れたので、Moodleには入りません。",
            "Its points and hints are in comments and do not reach Moodle.",
        );
    }
    let mut text = String::new();
    let tags: String = question.tags.iter().map(|tag| format!(" [tag:{tag}]")).collect();
    text.push_str(&format!("// [id:{}]{tags}\n", question.id));
    for own in own {
        text.push_str(&format!("// [kakehashi:{own}]\n"));
    }
    let nodes = out.body(words);
    let body = match &question.kind {
        QuestionKind::Blanks { .. } => gap(nodes, &answers)?,
        _ => {
            let mut explained = answers;
            if let Some(explanation) = &words.explanation_html {
                let explanation = out.html(explanation);
                explained.push_str(&format!("#### [html]{}\n", html(&explanation)));
            }
            format!("{} {{{explained}}}", html(&nodes))
        }
    };
    text.push_str(&format!("::{}::[html]{body}\n", escape(&words.title)));
    Some(text)
}

/// The text of a question with one gap, its answers where the gap is.
fn gap(nodes: Vec<Node>, answers: &str) -> Option<String> {
    let whole = write_nodes(&nodes).replace('\n', "&#10;");
    let start = whole.find("<x-blank")?;
    let length = whole[start..].find("/>").map(|length| length + 2)?;
    let (before, after) = (&whole[..start], &whole[start + length..]);
    Some(format!("{}{{{answers}}}{}", escape(before), escape(after)))
}

/// What stands between the braces, what our comments say, and the ids in the braces' order.
fn answers(
    out: &mut Outgoing<'_>,
    question: &Question,
    words: &QuestionText,
) -> Option<(String, Vec<String>, Vec<String>)> {
    let mut text = String::from("\n");
    let mut own = Vec::new();
    let mut ids = Vec::new();
    let line = |out: &mut Outgoing<'_>, id: &str| -> String {
        let nodes = words
            .choices
            .get(id)
            .map(|choice| out.html(&choice.html))
            .unwrap_or_default();
        html(&nodes)
    };
    match &question.kind {
        QuestionKind::Single { choices } | QuestionKind::Multiple { choices } => {
            let many = matches!(question.kind, QuestionKind::Multiple { .. });
            own.push(format!("type={}", question.kind.word()));
            let right = choices.iter().filter(|choice| choice.correct).count().max(1);
            let share = format!("{:.5}", 100.0 / right as f64);
            let share = share.trim_end_matches('0').trim_end_matches('.');
            for choice in choices {
                let mark = match (many, choice.correct) {
                    (true, true) => format!("~%{share}%"),
                    (true, false) => format!("~%-{share}%"),
                    (false, true) => "=".to_owned(),
                    (false, false) => "~".to_owned(),
                };
                text.push_str(&format!("{mark}[html]{}", line(out, &choice.id)));
                let feedback = words
                    .choices
                    .get(&choice.id)
                    .and_then(|choice| choice.feedback_html.as_ref());
                if let Some(feedback) = feedback {
                    let feedback = out.html(feedback);
                    text.push_str(&format!("#[html]{}", html(&feedback)));
                }
                text.push('\n');
                ids.push(choice.id.clone());
            }
        }
        QuestionKind::Text { accepted, exact } => {
            own.push("type=text".to_owned());
            short(out, accepted, *exact, &mut own, &mut text);
        }
        QuestionKind::Number { value, tolerance, .. } => {
            text = format!("#{value}:{tolerance}\n");
            if let Some(unit) = &words.unit {
                own.push(format!("unit={unit}"));
                out.note(
                    format!("単位「{unit}」は、Moodleでは表示されません。"),
                    format!("The unit \"{unit}\" does not show in Moodle."),
                );
            }
        }
        QuestionKind::Blanks { blanks, exact } => {
            let [blank] = blanks.as_slice() else {
                out.leave_out(
                    "GIFTには空欄が2つ以上ある問題の書き方がありません。QTIなら書き出せます。",
                    "GIFT cannot hold several gaps; QTI can.",
                );
                return None;
            };
            own.push("type=blanks".to_owned());
            text.clear();
            short(out, &blank.accepted, *exact, &mut own, &mut text);
            text = text.replace('\n', " ");
            if words.explanation_html.is_some() {
                let explanation = words.explanation_html.clone().unwrap_or_default();
                let explanation = out.html(&explanation);
                text.push_str(&format!("#### [html]{}", html(&explanation)));
            }
        }
        QuestionKind::Match { pairs, extra } => {
            out.note_columns(words);
            for id in pairs {
                let left = words.lefts.get(id).map(|left| out.html(left)).unwrap_or_default();
                text.push_str(&format!("=[html]{} -> {}\n", html(&left), line(out, id)));
                ids.push(id.clone());
            }
            for id in extra {
                text.push_str(&format!("= -> {}\n", line(out, id)));
                ids.push(id.clone());
            }
        }
        QuestionKind::Order { steps } => {
            text = format!(">{} ALL VERTICAL ABSOLUTE\n", steps.len());
            for id in steps {
                text.push_str(&format!("[html]{}\n", line(out, id)));
                ids.push(id.clone());
            }
        }
        QuestionKind::Essay { rubric } => {
            let mut points = Vec::new();
            for id in rubric {
                let nodes = words
                    .choices
                    .get(id)
                    .map(|point| out.html(&point.html))
                    .unwrap_or_default();
                points.push(one_line(&write_nodes(&nodes)).replace('\t', " "));
                ids.push(id.clone());
            }
            own.push(format!("rubric={}", points.join("\t")));
            out.note(
                "採点の項目は注に入れたので、Moodleには入りません。",
                "Its rubric is in a comment and does not reach Moodle.",
            );
            return Some((String::new(), own, ids));
        }
        QuestionKind::Upload { .. } => {
            out.leave_out(
                "GIFTにはファイルを出す問題がありません。",
                "GIFT has no questions that ask for a file.",
            );
            return None;
        }
        QuestionKind::Survey { .. } => {
            out.leave_out(
                "GIFTには正解のない問題がありません。",
                "GIFT has no questions without a right answer.",
            );
            return None;
        }
    }
    Some((text, own, ids))
}

fn short(out: &mut Outgoing<'_>, accepted: &[String], exact: bool, own: &mut Vec<String>, text: &mut String) {
    own.push("literal=true".to_owned());
    if exact {
        own.push("exact=true".to_owned());
    } else {
        out.note(
            "半角と全角、ひらがなとカタカナのちがいを、Moodleは区別します。",
            "Moodle tells apart widths and kana, which are folded here.",
        );
    }
    for answer in accepted {
        text.push_str(&format!("={}\n", escape(answer)));
    }
}
