//! Answers that a person accepts although the key does not have them yet, and the change to the course's
//! source that would put them there.

use std::borrow::Cow;

use crate::catalog::model::{Question, QuestionKind};
use crate::folding;

/// An answer that is right, too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra {
    /// The gap it belongs into; none for a question that is answered with one text.
    pub blank: Option<String>,
    /// The answer.
    pub answer: String,
}

/// The question with these answers in its key. Only short texts and gaps take any.
pub fn with_accepted<'a>(question: &'a Question, extras: &[Extra]) -> Cow<'a, Question> {
    if extras.is_empty() || accepted(question, None).is_none() && !is_blanks(question) {
        return Cow::Borrowed(question);
    }
    let mut question = question.clone();
    for extra in extras {
        let list = match (&mut question.kind, &extra.blank) {
            (QuestionKind::Text { accepted, .. }, None) => Some(accepted),
            (QuestionKind::Blanks { blanks, .. }, Some(id)) => blanks
                .iter_mut()
                .find(|blank| blank.id == *id)
                .map(|blank| &mut blank.accepted),
            (
                QuestionKind::Single { .. }
                | QuestionKind::Multiple { .. }
                | QuestionKind::Text { .. }
                | QuestionKind::Number { .. }
                | QuestionKind::Blanks { .. }
                | QuestionKind::Match { .. }
                | QuestionKind::Order { .. }
                | QuestionKind::Essay { .. }
                | QuestionKind::Upload { .. }
                | QuestionKind::Survey { .. },
                _,
            ) => None,
        };
        if let Some(list) = list
            && !list.contains(&extra.answer)
        {
            list.push(extra.answer.clone());
        }
    }
    Cow::Owned(question)
}

fn is_blanks(question: &Question) -> bool {
    matches!(question.kind, QuestionKind::Blanks { .. })
}

/// The accepted answers of a short text, or of a gap of the question; none where there is no such thing.
pub fn accepted<'a>(question: &'a Question, blank: Option<&str>) -> Option<&'a [String]> {
    match (&question.kind, blank) {
        (QuestionKind::Text { accepted, .. }, None) => Some(accepted),
        (QuestionKind::Blanks { blanks, .. }, Some(id)) => blanks
            .iter()
            .find(|blank| blank.id == id)
            .map(|blank| blank.accepted.as_slice()),
        (
            QuestionKind::Single { .. }
            | QuestionKind::Multiple { .. }
            | QuestionKind::Text { .. }
            | QuestionKind::Number { .. }
            | QuestionKind::Blanks { .. }
            | QuestionKind::Match { .. }
            | QuestionKind::Order { .. }
            | QuestionKind::Essay { .. }
            | QuestionKind::Upload { .. }
            | QuestionKind::Survey { .. },
            _,
        ) => None,
    }
}

/// What two typed answers to the question must share to be the same answer: folded, unless the question
/// says that width, case and kana count.
pub fn same_answer(question: &Question, typed: &str) -> String {
    let exact = match &question.kind {
        QuestionKind::Text { exact, .. } | QuestionKind::Blanks { exact, .. } => *exact,
        QuestionKind::Single { .. }
        | QuestionKind::Multiple { .. }
        | QuestionKind::Number { .. }
        | QuestionKind::Match { .. }
        | QuestionKind::Order { .. }
        | QuestionKind::Essay { .. }
        | QuestionKind::Upload { .. }
        | QuestionKind::Survey { .. } => false,
    };
    if exact {
        folding::exact(typed)
    } else {
        folding::answer(typed)
    }
}

/// Whether the key has the answer, as grading sees it.
pub fn accepts(question: &Question, blank: Option<&str>, typed: &str) -> bool {
    let typed = same_answer(question, typed);
    accepted(question, blank)
        .is_some_and(|list| list.iter().any(|answer| same_answer(question, answer) == typed))
}

/// A change of one line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineChange {
    /// The line's number, from 0.
    pub line: usize,
    /// What it becomes, without the line break.
    pub new: String,
}

/// The line of a quiz's source that would change for one more answer: ` | answer` behind the `=` line,
/// or `|answer` in the gap. A proposal by the look of the lines: whoever uses it reads the changed file
/// and sees whether it says what was meant. None where the place is not found.
pub fn propose(source: &str, question: &str, extra: &Extra) -> Option<LineChange> {
    let lines: Vec<&str> = source.split('\n').collect();
    let (start, end) = place(&lines, question)?;
    let mut fenced = false;
    let mut open: Vec<usize> = Vec::new();
    for (at, line) in lines.iter().enumerate().take(end).skip(start + 1) {
        if is_fence(line) {
            fenced = !fenced;
        } else if !fenced {
            open.push(at);
        }
    }
    let Some(blank) = &extra.blank else {
        let at = open
            .into_iter()
            .rev()
            .find(|at| lines.get(*at).is_some_and(|line| is_answer_line(line)))?;
        let line = lines.get(at)?.trim_end_matches('\r');
        return Some(LineChange {
            line: at,
            new: format!("{} | {}", line.trim_end(), extra.answer.trim()),
        });
    };
    let mut left = blank.parse::<usize>().ok()?;
    for at in std::iter::once(start).chain(open) {
        let line = lines.get(at)?.trim_end_matches('\r');
        let mut from = 0;
        while let Some(gap) = line
            .get(from..)
            .and_then(|rest| rest.find("[["))
            .map(|gap| from + gap)
        {
            let close = gap + line.get(gap..)?.find("]]")?;
            left = left.checked_sub(1)?;
            if left == 0 {
                // In a table a plain bar would end the cell.
                let bar = if line.trim_start().starts_with('|') {
                    "\\|"
                } else {
                    "|"
                };
                return Some(LineChange {
                    line: at,
                    new: format!("{}{bar}{}{}", &line[..close], extra.answer.trim(), &line[close..]),
                });
            }
            from = close + 2;
        }
    }
    None
}

/// The heading of the question, and the line after its last.
fn place(lines: &[&str], question: &str) -> Option<(usize, usize)> {
    let mut fenced = false;
    let mut found: Option<(usize, usize)> = None;
    for (at, line) in lines.iter().enumerate() {
        if is_fence(line) {
            fenced = !fenced;
        }
        let Some(level) = (!fenced).then(|| heading_level(line)).flatten() else {
            continue;
        };
        match found {
            Some((start, of)) if level <= of => return Some((start, at)),
            Some(_) => {}
            None if has_id(line, question) => found = Some((at, level)),
            None => {}
        }
    }
    found.map(|(start, _)| (start, lines.len()))
}

fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("```") || line.starts_with("~~~")
}

fn heading_level(line: &str) -> Option<usize> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    ((1..=6).contains(&level) && line.get(level..)?.starts_with([' ', '\t'])).then_some(level)
}

fn has_id(line: &str, id: &str) -> bool {
    let Some((_, attributes)) = line.rsplit_once('{') else {
        return false;
    };
    let attributes = attributes.trim_end().trim_end_matches('}');
    attributes
        .split_whitespace()
        .any(|word| word.strip_prefix('#') == Some(id))
}

fn is_answer_line(line: &str) -> bool {
    let line = line.trim_start();
    ["=", "＝"].iter().any(|sign| {
        line.strip_prefix(sign)
            .is_some_and(|rest| rest.starts_with(char::is_whitespace))
    })
}

/// The source with the change in it.
pub fn changed(source: &str, change: &LineChange) -> String {
    let mut lines: Vec<String> = source.split('\n').map(str::to_owned).collect();
    if let Some(line) = lines.get_mut(change.line) {
        let end = if line.ends_with('\r') { "\r" } else { "" };
        *line = format!("{}{end}", change.new);
    }
    lines.join("\n")
}

/// The change as `git apply` and `patch` take it: a unified diff with three lines around it. `path` is
/// the file's in its repository.
pub fn unified_diff(path: &str, source: &str, change: &LineChange) -> String {
    let new = changed(source, change);
    let old: Vec<&str> = source.split('\n').collect();
    let new: Vec<&str> = new.split('\n').collect();
    // A last line break ends the last line; it begins no other.
    let count = old.len() - usize::from(source.ends_with('\n'));
    let first = change.line.saturating_sub(3);
    let last = (change.line + 4).min(count);
    let mut diff = format!(
        "--- a/{path}\n+++ b/{path}\n@@ -{},{} +{},{} @@\n",
        first + 1,
        last - first,
        first + 1,
        last - first
    );
    let mut write = |sign: char, lines: &[&str], at: usize| {
        diff.push(sign);
        diff.push_str(lines.get(at).copied().unwrap_or_default());
        diff.push('\n');
        if at + 1 == lines.len() {
            diff.push_str("\\ No newline at end of file\n");
        }
    };
    for at in first..last {
        if at == change.line {
            write('-', &old, at);
            write('+', &new, at);
        } else {
            write(' ', &old, at);
        }
    }
    diff
}
