//! What learners of the demo hand in: texts as a beginner writes them, a file, a picture of a window; and
//! what the instructor finds in them.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    catalog::{Question, QuestionKind},
    learning::{Answer, SentFile},
};
use uuid::Uuid;

use super::{clock::key, facts::Facts};
use crate::learning::tables::{hand_grade, sent_file};

/// A picture of a window with a ring drawn on it, as a learner would send it.
const PICTURE: &[u8] = include_bytes!("print-window.png");

/// The notice of the course's exercise, put in order.
const NOTICE: &str = "青葉商店　夏のお休みのお知らせ\r\n\r\n日時：八月十三日（木）から八月十六日（日）まで\r\n\r\n\
いつもお買い上げ、ありがとうございます。\r\n夏の間、次のとおりお休みします。\r\n\r\n\
お問い合わせ先：青葉商店（見本の店です）\r\n\r\nお休みの間も、電話のご注文は受け付けます。\r\n\r\n\
ご不便をおかけします。\r\n\r\nお問い合わせ先：青葉商店（見本の店です）\r\n";

/// What a learner writes where a text is asked for.
fn text(question: &str, day: NaiveDate) -> String {
    match question {
        "about-me" => format!(
            "港みなと　ミナト\n花の写真をとるのが好きです。\n{}\nHana_2026@example.jp",
            day.format("%Y/%-m/%-d")
        ),
        "message" => "写真の印刷をしたいです。印刷のボタンを押しましたが、プリンターの名前が出ません。\
            きょうの朝から、教室の3番のパソコンです。線がささっているかは見ました。次に何を見ればよいですか。"
            .to_owned(),
        "looked-up" => format!(
            "打った言葉：みなと町　図書館　開いている時間\nページ：みなと町立図書館のご案内\n書いた所：みなと町\n\
             時間：9時から18時、月曜は休み\n見た日：{}\n家の約束：あやしい画面が出たら、さわらずに止まり、画面を閉じて、家の人に話す。",
            day.format("%-m月%-d日")
        ),
        _ => "習ったとおりにやってみました。一度まちがえましたが、もとに戻してやり直しました。".to_owned(),
    }
}

/// An answer that a person grades, and the rows that belong to it.
pub(super) fn answer(facts: &mut Facts, question: &Question, attempt: Uuid, at: DateTime<Utc>) -> Answer {
    let QuestionKind::Upload { accept, .. } = &question.kind else {
        return Answer::Text(text(&question.id, at.date_naive()));
    };
    let takes = |end: &str| accept.is_empty() || accept.iter().any(|it| it == end);
    let (name, content) = if takes("txt") {
        let name = format!("{}_お知らせ.txt", at.format("%Y%m%d"));
        (name, NOTICE.as_bytes().to_vec())
    } else if takes("png") {
        ("プリンターの画面.png".to_owned(), PICTURE.to_vec())
    } else {
        return Answer::Files(Vec::new());
    };
    let file = SentFile {
        id: key(at),
        name: name.clone(),
        bytes: content.len() as u64,
    };
    facts.sent_files.push((
        at,
        sent_file::Model {
            id: file.id,
            attempt_id: attempt,
            question_id: question.id.clone(),
            name,
            content,
            sent_at: at,
        },
    ));
    Answer::Files(vec![file])
}

/// The rubric's points that the instructor finds: all of them, or all but the last.
pub(super) fn found(question: &Question, whole: bool) -> Vec<String> {
    let rubric = question.kind.rubric();
    let count = rubric.len() - usize::from(!whole && rubric.len() > 1);
    rubric.iter().take(count).cloned().collect()
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
        "あと一つです。基準の最後の行を、もう一度見てみましょう。"
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
