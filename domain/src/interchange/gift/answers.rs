//! What stands between the braces of a GIFT question.

use super::notes::Notes;
use super::text::{self, find, unescape};
use crate::catalog::Partial;
use crate::interchange::answers::{self, note_weights, number};
use crate::interchange::item::{Choice, Kind, Pair};
use crate::interchange::rich::{Reading, format_nodes};

/// The answers of a question.
pub(crate) struct Read {
    pub kind: Kind,
    pub partial: Option<Partial>,
    /// The accepted answers, if the question is a gap in its text.
    pub gap: Option<Vec<String>>,
}

/// One `=` or `~` answer.
struct Answer<'a> {
    right: bool,
    /// Its weight in percent, if it is written.
    weight: Option<f64>,
    text: &'a str,
    feedback: Option<&'a str>,
}

/// Reads the answers; `inside` says that text follows them.
pub(crate) fn read(
    reading: &mut Reading<'_>,
    written: &str,
    format: &str,
    notes: &Notes,
    inside: bool,
) -> Option<Read> {
    let own = |key: &str| notes.own.get(key).map(String::as_str);
    let ids: Vec<&str> = own("ids").map(|ids| ids.split(' ').collect()).unwrap_or_default();
    // Moodle gives a part of the points for a part of the pairs or steps.
    let foreign = notes.own.is_empty() && (written.contains("->") || written.trim_start().starts_with('>'));
    let partial = (foreign || own("partial") == Some("proportional")).then_some(Partial::Proportional);
    let done = |kind: Kind| Read {
        kind,
        partial,
        gap: None,
    };
    let written = written.trim();
    if written.is_empty() {
        let rubric = own("rubric").unwrap_or_default();
        let rubric = rubric
            .split('\t')
            .zip(&ids)
            .map(|(html, id)| Choice {
                id: Some((*id).to_owned()),
                blocks: reading.html(html),
                ..Choice::default()
            })
            .collect();
        return Some(done(Kind::Essay { rubric }));
    }
    if let Some(number) = written.strip_prefix('#') {
        return numeric(reading, number, own("unit")).map(done);
    }
    if let Some(steps) = written.strip_prefix('>') {
        let (_, steps) = steps.split_once('\n').unwrap_or(("", steps));
        let mut out = Vec::new();
        for (number, line) in steps.lines().filter(|line| !line.trim().is_empty()).enumerate() {
            let (own, text) = text::format(line);
            out.push(Choice {
                id: ids.get(number).map(|id| (*id).to_owned()),
                blocks: reading.formatted(own.unwrap_or(format), &unescape(text)),
                ..Choice::default()
            });
        }
        return Some(done(Kind::Order { steps: out }));
    }
    if let Some(right) = truth(written) {
        return Some(done(true_false(reading, written, right, format)));
    }
    let answers = split(written);
    // Ids belong to answers by their order; where somebody added or removed one, to none.
    let ids = if ids.len() == answers.len() {
        ids
    } else {
        Vec::new()
    };
    if answers.is_empty() {
        reading.leave_out("答えが読めません。", "Its answers could not be read.");
        return None;
    }
    let plain = matches!(own("type"), Some("text" | "blanks" | "single"));
    let pairs = |answer: &Answer<'_>| {
        !plain && answer.right && find(answer.text, |rest| rest.starts_with("->")).is_some()
    };
    if answers.iter().all(pairs) {
        return Some(done(matching(reading, &answers, format, &ids)));
    }
    if answers.iter().all(|answer| answer.right) {
        return short(reading, &answers, own, inside);
    }
    Some(choices(reading, &answers, format, &ids, own))
}

/// `T`, `F` and their longer forms.
fn truth(written: &str) -> Option<bool> {
    let word = written.split('#').next().unwrap_or_default().trim();
    match word.to_ascii_uppercase().as_str() {
        "T" | "TRUE" => Some(true),
        "F" | "FALSE" => Some(false),
        _ => None,
    }
}

fn true_false(reading: &mut Reading<'_>, written: &str, right: bool, format: &str) -> Kind {
    let mut parts = written.split('#').skip(1).map(str::to_owned);
    // The first feedback is for a wrong answer, the second for a right one.
    let wrong_feedback = parts.next().unwrap_or_default();
    let right_feedback = parts.next().unwrap_or_default();
    let mut feedback = |correct: bool| {
        let text = if correct { &right_feedback } else { &wrong_feedback };
        let (own, text) = text::format(text);
        reading.formatted(own.unwrap_or(format), &unescape(text))
    };
    let (yes, no) = (feedback(right), feedback(!right));
    let (t, f) = reading.lang.t(("正しい", "正しくない"), ("True", "False"));
    let mut truth = answers::plain_choice(t, right);
    truth.id = Some("true".to_owned());
    truth.feedback = yes;
    let mut lie = answers::plain_choice(f, !right);
    lie.id = Some("false".to_owned());
    lie.feedback = no;
    Kind::Choices {
        many: false,
        choices: vec![truth, lie],
    }
}

/// The answers that begin with `=` or `~`.
fn split(written: &str) -> Vec<Answer<'_>> {
    let mut out = Vec::new();
    let mut rest = written;
    while let Some(at) = find(rest, |rest| rest.starts_with(['=', '~'])) {
        let right = rest[at..].starts_with('=');
        let after = &rest[at + 1..];
        let end = find(after, |rest| rest.starts_with(['=', '~'])).unwrap_or(after.len());
        rest = &after[end..];
        let mut text = after[..end].trim();
        let mut weight = None;
        if let Some(inner) = text.strip_prefix('%')
            && let Some((percent, after)) = inner.split_once('%')
            && let Ok(percent) = percent.trim().parse::<f64>()
        {
            weight = Some(percent);
            text = after.trim();
        }
        let (text, feedback) = match find(text, |rest| rest.starts_with('#')) {
            Some(at) => (text[..at].trim(), Some(text[at + 1..].trim())),
            None => (text, None),
        };
        out.push(Answer {
            right,
            weight,
            text,
            feedback,
        });
    }
    out
}

fn matching(reading: &mut Reading<'_>, answers: &[Answer<'_>], format: &str, ids: &[&str]) -> Kind {
    let mut pairs = Vec::new();
    let mut extra = Vec::new();
    for (number, answer) in answers.iter().enumerate() {
        let at = find(answer.text, |rest| rest.starts_with("->")).unwrap_or(answer.text.len());
        let (left, right) = (&answer.text[..at], answer.text.get(at + 2..).unwrap_or_default());
        let id = ids.get(number).map(|id| (*id).to_owned());
        let (own, left) = text::format(left);
        let left = format_nodes(own.unwrap_or(format), &unescape(left));
        let left = reading.cell(&left);
        // Moodle takes the right side as plain text; ours says that it is HTML.
        let (own, right) = text::format(right);
        let right = format_nodes(own.unwrap_or("html"), &unescape(right));
        let right = reading.cell(&right);
        if left.is_empty() {
            extra.push(Choice {
                id,
                blocks: vec![right],
                ..Choice::default()
            });
        } else {
            pairs.push(Pair { id, left, right });
        }
    }
    Kind::Match { pairs, extra }
}

fn short<'n>(
    reading: &mut Reading<'_>,
    answers: &[Answer<'_>],
    own: impl Fn(&str) -> Option<&'n str>,
    inside: bool,
) -> Option<Read> {
    let mut accepted = Vec::new();
    for answer in answers {
        let text = unescape(answer.text);
        if answer.weight.is_some_and(|weight| weight < 100.0) {
            reading.note(
                format!("一部だけ点になる答え「{text}」は、外しました。"),
                format!("The answer \"{text}\", worth a part of the points, was left out."),
            );
            continue;
        }
        if text.contains('*') && own("literal").is_none() {
            reading.note(
                format!("「*」を含む答え「{text}」は、書いてあるとおりにだけ合います。"),
                format!("The answer \"{text}\" has a wildcard; now it fits only as it is written."),
            );
        }
        if answer.feedback.is_some_and(|feedback| !feedback.is_empty()) {
            reading.note(
                format!("答え「{text}」ごとの返事は入れられません。"),
                format!("The feedback to the answer \"{text}\" cannot be held."),
            );
        }
        accepted.push(text);
    }
    let exact = own("exact").is_some();
    if own("type") == Some("blanks") || (inside && own("type").is_none()) {
        let (kept, lost) = answers::gap(&accepted);
        for answer in lost {
            reading.note(
                format!("空欄の答え「{answer}」は記号があって書けないので、外しました。"),
                format!("The answer \"{answer}\" of a gap cannot be written and was left out."),
            );
        }
        return Some(Read {
            kind: Kind::Blanks { exact },
            partial: (own("partial") == Some("proportional")).then_some(Partial::Proportional),
            gap: Some(kept),
        });
    }
    Some(Read {
        kind: Kind::Text { accepted, exact },
        partial: None,
        gap: None,
    })
}

fn choices<'n>(
    reading: &mut Reading<'_>,
    answers: &[Answer<'_>],
    format: &str,
    ids: &[&str],
    own: impl Fn(&str) -> Option<&'n str>,
) -> Read {
    let many = own("type") == Some("multiple") || answers.iter().all(|answer| !answer.right);
    let weight = |answer: &Answer<'_>| answer.weight.unwrap_or(if answer.right { 100.0 } else { 0.0 });
    let weights: Vec<f64> = answers.iter().map(weight).collect();
    let right: Vec<bool> = answers
        .iter()
        .zip(&weights)
        .map(|(answer, weight)| {
            if many {
                *weight > 0.0
            } else {
                answer.right && *weight >= 100.0
            }
        })
        .collect();
    if own("type").is_none() {
        note_weights(reading, many, &weights, &right);
    }
    let partial = match own("partial") {
        Some("proportional") => Some(Partial::Proportional),
        Some(_) => None,
        None => (many && own("type").is_none()).then_some(Partial::Proportional),
    };
    let mut choices = Vec::new();
    for (number, answer) in answers.iter().enumerate() {
        let (own, text) = text::format(answer.text);
        let used = own.unwrap_or(format);
        let blocks = reading.formatted(used, &unescape(text));
        let (own, feedback) = text::format(answer.feedback.unwrap_or_default());
        let feedback = reading.formatted(own.unwrap_or(format), &unescape(feedback));
        choices.push(Choice {
            id: ids.get(number).map(|id| (*id).to_owned()),
            blocks,
            correct: right[number],
            feedback,
        });
    }
    Read {
        kind: Kind::Choices { many, choices },
        partial,
        gap: None,
    }
}

fn numeric(reading: &mut Reading<'_>, written: &str, unit: Option<&str>) -> Option<Kind> {
    let answers = split(written);
    let whole = Answer {
        right: true,
        weight: None,
        text: written.split('#').next().unwrap_or_default().trim(),
        feedback: None,
    };
    let best = if answers.is_empty() {
        &whole
    } else {
        let full = |answer: &&Answer<'_>| answer.weight.is_none_or(|weight| weight >= 100.0);
        if answers.len() > 1 {
            reading.note(
                "数の答えは1つだけ使えます。満点の最初のものを残しました。",
                "A number has one answer; the first one worth all points was kept.",
            );
        }
        if answers
            .iter()
            .any(|answer| answer.feedback.is_some_and(|feedback| !feedback.is_empty()))
        {
            reading.note(
                "数の答えごとの返事は入れられません。",
                "Feedback to numbers cannot be held.",
            );
        }
        answers.iter().find(full).or(answers.first())?
    };
    let text = unescape(best.text);
    let parts = match text.split_once("..") {
        Some((low, high)) => number(low)
            .zip(number(high))
            .map(|(low, high)| ((low + high) / 2.0, (high - low).abs() / 2.0)),
        None => {
            let (value, tolerance) = text.split_once(':').unwrap_or((&text, "0"));
            number(value).zip(number(tolerance))
        }
    };
    let Some((value, tolerance)) = parts else {
        reading.leave_out(
            format!("答え「{text}」は数ではありません。"),
            format!("Its answer \"{text}\" is not a number."),
        );
        return None;
    };
    Some(Kind::Number {
        value,
        tolerance,
        unit: unit.map(str::to_owned),
    })
}
