//! What learners of the demo hand in: texts and files; and what the instructor finds in them.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    catalog::{Question, QuestionKind},
    learning::{Answer, SentFile},
};
use uuid::Uuid;

use super::{clock::key, facts::Facts, texts::text};
use crate::learning::tables::{hand_grade, sent_file};

/// The notice of the course's exercise, put in order.
const NOTICE: &[u8] =
    "青葉商店　夏のお休みのお知らせ\r\n\r\n日時：八月十三日（木）から八月十六日（日）まで\r\n\r\n\
いつもお買い上げ、ありがとうございます。\r\n夏の間、次のとおりお休みします。\r\n\r\n\
お問い合わせ先：青葉商店（見本の店です）\r\n\r\nお休みの間も、電話のご注文は受け付けます。\r\n\r\n\
ご不便をおかけします。\r\n\r\nお問い合わせ先：青葉商店（見本の店です）\r\n"
        .as_bytes();

const ADDRESSES: &[u8] = "郵便番号,住所,名前,メール\r\n000-0001,みなと町1-2,森 春江,mori@example.jp\r\n\
000-0002,みなと町3-4,小林 薫,kobayashi@example.jp\r\n"
    .as_bytes();

const TABLE: &[u8] = include_bytes!("../../../courses/telework/files/week-time-sheet.ja.xlsx");

/// A file that somebody sends: the question that it is for (without one, for any), its end, name and content.
type Sent = (Option<&'static str>, &'static str, &'static str, &'static [u8]);

/// What is sent, in the order in which it is chosen: the first that the question takes.
const SENT: [Sent; 12] = [
    (Some("notice"), "txt", "お知らせ", NOTICE),
    // A window with a ring drawn on it.
    (
        Some("picture"),
        "png",
        "プリンターの画面",
        include_bytes!("print-window.png"),
    ),
    (
        Some("rows"),
        "txt",
        "三つの列",
        include_bytes!("../../../courses/typing/files/home-row.ja.txt"),
    ),
    (
        Some("typed"),
        "txt",
        "仕事の文",
        include_bytes!("../../../courses/typing/files/business.ja.txt"),
    ),
    (
        Some("w-slips"),
        "xlsx",
        "原票の入力",
        include_bytes!("../../../courses/telework/files/week-entry.ja.xlsx"),
    ),
    (Some("w-report"), "xlsx", "勤務表と報告", TABLE),
    (
        None,
        "docx",
        "文書",
        include_bytes!("../../../courses/documents/files/career-form.ja.docx"),
    ),
    (None, "xlsx", "表", TABLE),
    (None, "csv", "住所", ADDRESSES),
    (
        None,
        "pdf",
        "書類",
        include_bytes!("../../../courses/documents/files/notice-done.ja.pdf"),
    ),
    (None, "txt", "練習", NOTICE),
    (None, "png", "写真", include_bytes!("print-window.png")),
];

/// Where and by whom a question was answered.
pub(super) struct Place<'a> {
    pub(super) quiz: &'a str,
    pub(super) attempt: Uuid,
    pub(super) writer: &'a str,
    pub(super) at: DateTime<Utc>,
}

/// An answer that a person grades, and the rows that belong to it.
pub(super) fn answer(facts: &mut Facts, question: &Question, place: &Place) -> Answer {
    let at = place.at;
    let QuestionKind::Upload { accept, .. } = &question.kind else {
        return Answer::Text(text(place.quiz, &question.id, place.writer, at.date_naive()));
    };
    let takes = |end: &str| accept.is_empty() || accept.iter().any(|it| it == end);
    let fits = |sent: &&Sent| sent.0.is_none_or(|it| it == question.id) && takes(sent.1);
    let Some((_, end, name, content)) = SENT.iter().find(fits) else {
        return Answer::Files(Vec::new());
    };
    let (name, content) = (format!("{}_{name}.{end}", at.format("%Y%m%d")), content.to_vec());
    let file = SentFile {
        id: key(at),
        name: name.clone(),
        bytes: content.len() as u64,
    };
    facts.sent_files.push((
        at,
        sent_file::Model {
            id: file.id,
            attempt_id: place.attempt,
            question_id: question.id.clone(),
            name,
            content,
            sent_at: at,
        },
    ));
    Answer::Files(vec![file])
}

/// The rubric's points that the instructor finds: all of them, or all but one of the last criterion. Where a
/// criterion has a line of its own for half of its points (`…-half`), that half is found.
pub(super) fn found(question: &Question, whole: bool) -> Vec<String> {
    let mut found = question.kind.rubric().to_vec();
    if !whole && found.len() > 1 {
        let half = found.last().is_some_and(|it| it.ends_with("-half"));
        found.remove(found.len() - if half { 2 } else { 1 });
    }
    found
}

/// The instructor grades an answer some days after it was handed in.
pub(super) fn graded(
    facts: &mut Facts,
    grader: Uuid,
    (attempt, question): (Uuid, &Question),
    found: &[String],
    handed_in: DateTime<Utc>,
) {
    let whole = found.len() == question.kind.rubric().len();
    let comment = if whole {
        "よくできています。このまま続けましょう。"
    } else {
        "あと少しです。最後の基準を、もう一度見てみましょう。"
    };
    let at = graded_at(handed_in);
    facts.hand_grades.push(hand_grade::Model {
        id: key(at),
        attempt_id: attempt,
        question_id: question.id.clone(),
        found: found.join(" "),
        comment: comment.to_owned(),
        grader_id: grader,
        graded_at: at,
    });
}

/// When the instructor looks at what was handed in: so late that something always waits.
pub(super) fn graded_at(handed_in: DateTime<Utc>) -> DateTime<Utc> {
    handed_in + TimeDelta::hours(94)
}
