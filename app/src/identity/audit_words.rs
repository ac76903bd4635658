//! What each action of the audit trail is called.

use domain::Lang;

/// The action in words; none where there are none yet, and the code has to do.
pub(super) fn action(lang: Lang, code: &str) -> Option<&'static str> {
    Some(match code {
        "account.changed" => lang.t("名前を直した", "changed names"),
        "account.closed" => lang.t("アカウントを閉じた", "closed an account"),
        "account.reopened" => lang.t("アカウントをまた開いた", "reopened an account"),
        "answer.accepted" => lang.t("答えを、あとから正解にした", "accepted an answer"),
        "answer.taken-back" => lang.t("正解にした答えを取り消した", "took back an accepted answer"),
        "agreed_text.changed" => lang.t("同意の文を変えた", "changed a text to agree to"),
        "appeal.answered" => lang.t("申し立てに答えた", "answered an appeal"),
        "appeal.made" => lang.t("申し立てをした", "appealed"),
        "attempt.graded" => lang.t("答えを採点した", "graded answers"),
        "attempt.regraded" => lang.t("採点をやり直した", "graded an attempt again"),
        "attendance.announced" => lang.t("休むと伝えた", "told of an absence"),
        "attendance.made_up" => lang.t("補講を記録した", "recorded a make-up"),
        "attendance.make_up_removed" => lang.t("補講の記録を消した", "removed a make-up"),
        "attendance.marked" => lang.t("出席を付けた", "marked attendance"),
        "care.contact" => lang.t("連絡を記録した", "recorded a contact"),
        "checklist.recorded" => lang.t("確認を記録した", "recorded a check"),
        "class_session.cancelled" => lang.t("授業を休講にした", "cancelled a class session"),
        "class_session.changed" => lang.t("授業を直した", "changed a class session"),
        "class_session.closed" => lang.t("授業を締めた", "closed a class session"),
        "class_session.reopened" => lang.t("授業を開き直した", "reopened a class session"),
        "class_session.restored" => lang.t("休講を取り消した", "took a cancellation back"),
        "cohort.changed" => lang.t("クラスを直した", "changed a cohort"),
        "cohort.created" => lang.t("クラスをつくった", "made a cohort"),
        "cohort.teacher_named" => lang.t("クラスの先生にした", "named as teaching a cohort"),
        "cohort.teacher_removed" => lang.t("クラスの先生から外した", "no longer named as teaching a cohort"),
        "consent.confirmed" => lang.t(
            "同意を、2 人目として確かめた",
            "confirmed a consent as the second person",
        ),
        "consent.given" => lang.t("見せることに同意した", "gave consent"),
        "consent.withdrawn" => lang.t("同意を取り消した", "withdrew consent"),
        "decision.signed" => lang.t("準備の決定に署名した", "signed a decision"),
        "employer.changed" => lang.t("会社を直した", "changed an employer"),
        "employer.created" => lang.t("会社を加えた", "added an employer"),
        "enrolment.begun" => lang.t("クラスに入れた", "enrolled"),
        "enrolment.ended" => lang.t("クラスから外した", "ended an enrolment"),
        "export.taken" => lang.t("ファイルに保存した", "saved a list as a file"),
        "invitation.accepted" => lang.t("招待を使った", "used an invitation"),
        "invitation.renewed" => lang.t("招待のリンクを作り直した", "renewed an invitation's link"),
        "invitation.withdrawn" => lang.t("招待を取り消した", "withdrew an invitation"),
        "kit.added" => lang.t("機器を加えた", "added a kit"),
        "kit.agreed" => lang.t("貸し出しの約束に同意した", "agreed to the terms of a loan"),
        "kit.back" => lang.t("機器が戻った", "took a kit back"),
        "kit.changed" => lang.t("機器を直した", "changed a kit"),
        "kit.extended" => lang.t("返す日を変えた", "moved the last day of a loan"),
        "kit.lent" => lang.t("機器を貸し出した", "lent a kit"),
        "kit.state" => lang.t("機器の状態を変えた", "changed the state of a kit"),
        "match.passed_over" => lang.t("今回は見送った", "passed over"),
        "match.taken_back" => lang.t("見送りを取り消した", "took a passing over back"),
        "opening.changed" => lang.t("求人を直した", "changed an opening"),
        "opening.closed" => lang.t("求人を締めた", "closed an opening"),
        "opening.created" => lang.t("求人を加えた", "added an opening"),
        "opening.reopened" => lang.t("求人を開き直した", "reopened an opening"),
        "packet.opened" => lang.t("会社が紹介を開いた", "a company opened the packet"),
        "password.changed" => lang.t("パスワードを変えた", "changed the password"),
        "password.link_made" => lang.t("パスワードのリンクをつくった", "made a password link"),
        "password.reset" => lang.t("リンクでパスワードを決めた", "chose a password by link"),
        "person.invited" => lang.t("招待した", "invited"),
        "placement.ended" => lang.t("仕事が終わった", "ended a placement"),
        "placement.moved" => lang.t("仕事の始まりの日を直した", "corrected a first working day"),
        "placement.resumed" => lang.t("仕事の終わりを取り消した", "took the end of a placement back"),
        "placement.started" => lang.t("仕事が始まった", "started a placement"),
        "quiz.allowance_withdrawn" => lang.t("追加の回数・時間を取り消した", "took back more tries or time"),
        "quiz.allowed_more" => lang.t("回数・時間をふやした", "allowed more tries or time"),
        "quiz.regrade-undone" => lang.t("採点のやり直しを取り消した", "undid a regrade"),
        "quiz.regraded" => lang.t("テストの採点をやり直した", "graded a quiz again"),
        "record.read" => lang.t("記録を読んだ", "read a record"),
        "referral.answered" => lang.t("会社が返事をした", "a company answered"),
        "referral.renewed" => lang.t("紹介のリンクを作り直した", "renewed a packet's link"),
        "opening.posting" => lang.t("求人票の項目を書いた", "wrote the items of a job offer"),
        "round.created" => lang.t("まとめて組み合わせる回を作った", "made a placement round"),
        "round.ranked" => lang.t("希望の順番を入れた", "entered preferences of a placement round"),
        "round.decided" => lang.t("組み合わせを決めた", "decided a placement round"),
        "referral.sent" => lang.t("会社に紹介した", "sent a referral"),
        "role.granted" => lang.t("役割を付けた", "granted a role"),
        "role.withdrawn" => lang.t("役割を外した", "withdrew a role"),
        "sign_in.begun" => lang.t("サインインした", "signed in"),
        "sign_in.ended_everywhere" => lang.t("すべての端末でサインアウトした", "signed out everywhere"),
        "source.added" => lang.t("教材の元を加えた", "added a course source"),
        "source.changed" => lang.t("教材の元を直した", "changed a course source"),
        "source.host-forgotten" => lang.t("教材のサーバーの鍵を忘れた", "forgot a host key"),
        "source.published" => lang.t("教材を公開した", "published courses"),
        "source.removed" => lang.t("教材の元を外した", "removed a course source"),
        "source.rolled-back" => lang.t("教材を前の版にもどした", "rolled courses back"),
        "source.unpinned" => lang.t("教材の固定を外した", "unpinned a course"),
        "waiver.granted" => lang.t("条件を免除した", "granted a waiver"),
        "waiver.withdrawn" => lang.t("免除を取り消した", "withdrew a waiver"),
        "wishes.changed" => lang.t("仕事の希望を変えた", "changed wishes"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_words_in_both_languages() {
        assert_eq!(action(Lang::Ja, "role.granted"), Some("役割を付けた"));
        assert_eq!(action(Lang::En, "role.granted"), Some("granted a role"));
        assert_eq!(action(Lang::En, "nothing.known"), None);
    }
}
