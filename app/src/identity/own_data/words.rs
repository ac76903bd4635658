//! What columns, coded words and requests are called.

use domain::Lang;
use server::identity::own_data::{
    erase::Fate,
    requests::{Kind, Outcome},
};

use crate::ui::Tone;

/// What is asked for.
pub(super) fn kind(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Disclosure => lang.t("見せてほしい（開示）", "To see it (disclosure)"),
        Kind::Correction => lang.t("直してほしい（訂正）", "To correct it"),
        Kind::Stop => lang.t(
            "使うこと・渡すことをやめてほしい（利用停止）",
            "To stop its use or handing it on",
        ),
        Kind::Erasure => lang.t("消してほしい（消去）", "To erase it"),
    }
}

/// What came of it; none while there is no answer.
pub(super) fn outcome(lang: Lang, stored: Option<&str>) -> (Tone, &'static str) {
    match stored.and_then(|word| word.parse().ok()) {
        None => (Tone::Soon, lang.t("答えを待っています", "waits for an answer")),
        Some(Outcome::Done) => (Tone::Met, lang.t("すみました", "done")),
        Some(Outcome::Partly) => (Tone::Met, lang.t("一部すみました", "done in part")),
        Some(Outcome::Refused) => (Tone::Miss, lang.t("できません", "not done")),
        Some(Outcome::Withdrawn) => (Tone::Calm, lang.t("取り下げました", "taken back")),
    }
}

/// What becomes of rows.
pub(super) fn fate(lang: Lang, fate: Fate) -> (Tone, &'static str) {
    match fate {
        Fate::Removed => (Tone::Met, lang.t("消す", "goes")),
        Fate::Anonymised => (
            Tone::Met,
            lang.t("だれのものか分からなくする", "stays without a name"),
        ),
        Fate::HeldByLaw => (Tone::Soon, lang.t("法律により残す", "held by law")),
        Fate::HeldByMatter => (
            Tone::Soon,
            lang.t("用件が終わるまで残す", "held until the matter ends"),
        ),
    }
}

/// The heading of a column; its name where it has no words yet.
pub(super) fn column(lang: Lang, name: &str) -> String {
    let words = match name {
        "name" => lang.t("名前", "Name"),
        "kana" => lang.t("ふりがな", "Reading"),
        "email" => lang.t("サインインの名前", "Sign-in name"),
        "phone" => lang.t("電話", "Phone"),
        "lang" => lang.t("ことば", "Language"),
        "created_at" | "received_at" => lang.t("いつ", "When"),
        "erased_at" => lang.t("消した日", "Erased"),
        "closed_at" => lang.t("終わった日", "Closed"),
        "large_text" => lang.t("大きな文字", "Larger text"),
        "furigana" => lang.t("ふりがなの表示", "Furigana"),
        "role" | "roles" => lang.t("役割", "Role"),
        "granted_by" | "created_by" | "set_by" | "signed_by" | "by_person" | "actor_id" | "grader_id"
        | "given_by" => lang.t("だれが", "By"),
        "granted_at" | "set_at" | "at" | "given_at" | "since" | "scanned_at" => lang.t("いつ", "When"),
        "user_agent" => lang.t("機械", "Device"),
        "expires_at" | "until" => lang.t("いつまで", "Until"),
        "idle_until" => lang.t("使わないと終わる時", "Ends unless used before"),
        "used_at" => lang.t("使った日", "Used"),
        "noted_at" => lang.t("読んだ日", "Read"),
        "action" => lang.t("何を", "What"),
        "detail" => lang.t("くわしく", "Details"),
        "cohort_id" => lang.t("クラス", "Cohort"),
        "enrolled_at" => lang.t("入った日", "Since"),
        "ended_at" | "ended_on" => lang.t("終わった日", "Ended"),
        "kind" => lang.t("種類", "Kind"),
        "wish" => lang.t("書いたこと", "What was written"),
        "entered_by" => lang.t("書きとめた人", "Written down by"),
        "due_on" => lang.t("期日", "Due"),
        "outcome" => lang.t("結果", "What came of it"),
        "answer" => lang.t("答え", "Answer"),
        "answered_by" => lang.t("答えた人", "Answered by"),
        "answered_at" => lang.t("答えた日", "Answered"),
        "recipient" => lang.t("渡した先", "Recipient"),
        "recipient_address" => lang.t("渡した先の住所", "The recipient's address"),
        "recipient_representative" => lang.t("渡した先の代表者", "The recipient's representative"),
        "person_name" => lang.t("だれのデータ", "Whose data"),
        "items" | "fields" => lang.t("項目", "Items"),
        "purpose" => lang.t("目的", "Purpose"),
        "basis" => lang.t("根拠", "Basis"),
        "course_id" => lang.t("コース", "Course"),
        "lesson_id" => lang.t("レッスン", "Lesson"),
        "quiz_id" => lang.t("テスト", "Quiz"),
        "question_id" => lang.t("問題", "Question"),
        "revision" => lang.t("版", "Revision"),
        "opened_at" => lang.t("開いた日", "Opened"),
        "done_at" | "submitted_at" => lang.t("終えた日", "Finished"),
        "started_at" | "starts_on" => lang.t("はじめた日", "Began"),
        "deadline" => lang.t("しめきり", "Deadline"),
        "number" => lang.t("何回目", "Number"),
        "points" => lang.t("点", "Points"),
        "max_points" => lang.t("満点", "Of"),
        "percent" => lang.t("パーセント", "Percent"),
        "passed" => lang.t("合格", "Passed"),
        "waiting" => lang.t("採点を待つ答え", "Answers to be graded"),
        "saved_at" | "sent_at" | "acted_at" | "taken_at" | "graded_at" | "arrived_at" => {
            lang.t("いつ", "When")
        }
        "correct" => lang.t("正解", "Right"),
        "found" => lang.t("見つかった点", "Points found"),
        "comment" | "note" | "answer_note" => lang.t("ことば", "Words"),
        "page" => lang.t("ページ", "Page"),
        "message" => lang.t("ことば", "Words"),
        "tries" => lang.t("回数", "Tries"),
        "minutes" => lang.t("分", "Minutes"),
        "reason" => lang.t("理由", "Reason"),
        "withdrawn_at" | "removed_at" | "undone_at" => lang.t("取り消した日", "Withdrawn"),
        "withdrawn_by" | "removed_by" | "undone_by" => lang.t("取り消した人", "Withdrawn by"),
        "kept_id" => lang.t("残したアカウント", "The account that stayed"),
        "merged_id" => lang.t("まとめて閉じたアカウント", "The account that was closed"),
        "moved" => lang.t("移した記録", "What was moved"),
        "mark" => lang.t("出席", "Mark"),
        "previous" => lang.t("前の出席", "Before"),
        "method" | "how" => lang.t("どうやって", "How"),
        "made_up_on" => lang.t("補講の日", "Made up on"),
        "rule_id" => lang.t("決まり", "Rule"),
        "requirement_id" => lang.t("条件", "Requirement"),
        "item_id" => lang.t("項目", "Item"),
        "ok" => lang.t("よい", "All right"),
        "verdict" => lang.t("決定", "Decision"),
        "signed_at" => lang.t("署名した日", "Signed"),
        "opening_id" => lang.t("求人", "Opening"),
        "employer_id" => lang.t("会社", "Company"),
        "updated_at" => lang.t("変えた日", "Changed"),
        "confirmed_by" => lang.t("確かめた人", "Confirmed by"),
        "confirmed_at" => lang.t("確かめた日", "Confirmed"),
        "day" => lang.t("何日目", "Day"),
        "reached" => lang.t("話せた", "Reached"),
        "visibility" => lang.t("だれが読めるか", "Who may read it"),
        "first_by" => lang.t("はじめに決めた人", "Decided first by"),
        "first_at" => lang.t("はじめに決めた日", "Decided first"),
        other => return other.to_owned(),
    };
    words.to_owned()
}

/// The fields of a packet, whose words commas separate.
pub(super) fn items(lang: Lang, stored: &str) -> String {
    let item = |code: &str| match code.trim() {
        "name" => lang.t("名前", "name").to_owned(),
        "reading" => lang.t("ふりがな", "reading of the name").to_owned(),
        "email" => lang.t("メールアドレス", "e-mail address").to_owned(),
        "readiness" => lang.t("準備の決定", "decision on readiness").to_owned(),
        "scores" => lang.t("テストの結果", "test results").to_owned(),
        "attendance" => lang.t("出席", "attendance").to_owned(),
        "competences" => lang.t("できること", "competences").to_owned(),
        "wishes" => lang.t("仕事の希望", "wishes for work").to_owned(),
        other => other.to_owned(),
    };
    let items: Vec<String> = stored.split(',').map(item).collect();
    items.join(lang.t("・", ", "))
}

/// A coded word; as it is where it has no other words.
pub(super) fn code<'a>(lang: Lang, column: &str, code: &'a str) -> &'a str {
    match (column, code) {
        (_, "learner") => lang.t("学ぶ人", "learner"),
        (_, "instructor") => lang.t("先生", "instructor"),
        (_, "coordinator") => lang.t("コーディネーター", "coordinator"),
        (_, "administrator") => lang.t("管理者", "administrator"),
        ("lang", "ja") => "日本語",
        ("lang", "en") => "English",
        ("mark" | "previous", "present") => lang.t("出席", "present"),
        ("mark" | "previous", "late") => lang.t("遅刻", "late"),
        ("mark" | "previous", "excused") => lang.t("欠席（連絡あり）", "excused"),
        ("mark" | "previous", "absent") => lang.t("欠席", "absent"),
        ("mark" | "previous", "none") => lang.t("取り消し", "taken back"),
        ("method", "roll-call") => lang.t("先生が", "roll call"),
        ("method", "code") => lang.t("コードで", "code"),
        ("method", "notice") => lang.t("連絡で", "notice"),
        ("verdict", "ready") => lang.t("準備完了", "ready"),
        ("verdict", "not-yet") => lang.t("まだ", "not yet"),
        ("verdict", "ready-by-override") => lang.t("例外として準備完了", "ready by override"),
        ("answer", "yes") => lang.t("お願いしたい", "yes"),
        ("answer", "talk") => lang.t("話したい", "wants to talk"),
        ("answer", "no") => lang.t("見送り", "no"),
        ("basis", "consent") => lang.t("本人の同意", "the person's consent"),
        ("purpose", "selection") => lang.t("採用の選考", "selection"),
        ("visibility", "shared") => lang.t("本人も", "the person, too"),
        ("visibility", "team") => lang.t("教室の人", "the team"),
        ("visibility", "confidential") => lang.t("担当の人だけ", "confidential"),
        ("kind", "disclosure") => lang.t("開示", "disclosure"),
        ("kind", "correction") => lang.t("訂正", "correction"),
        ("kind", "stop") => lang.t("利用停止", "stop"),
        ("kind", "erasure") => lang.t("消去", "erasure"),
        (_, other) => other,
    }
}
