//! What each notice says.

use domain::{Lang, events::ClassFacts, notices::NoticeKind};
use server::{Services, notices::list::Shown};

use crate::{matching, ui::time_range};

/// A notice in one sentence.
pub fn sentence(lang: Lang, services: &Services, notice: &Shown) -> String {
    let about = &notice.about;
    let opening = about.opening.as_deref().unwrap_or_default();
    let answer = || {
        about
            .answer
            .as_deref()
            .and_then(|word| word.parse().ok())
            .map(|answer| matching::words::answer(lang, answer).1)
            .unwrap_or_default()
    };
    let class = |facts: &Option<ClassFacts>| {
        facts
            .as_ref()
            .map(|it| time_range(lang, it.starts_at, it.ends_at, services.config.zone))
            .unwrap_or_default()
    };
    match notice.kind {
        Some(NoticeKind::HelpAnswered) => lang
            .t(
                "先生が、質問に答えました。",
                "The instructor has answered your question.",
            )
            .to_owned(),
        Some(NoticeKind::Graded) => {
            let quiz = about.quiz.as_deref().unwrap_or_default();
            let title = title(lang, services, quiz).unwrap_or_else(|| lang.t("テスト", "a quiz").to_owned());
            lang.t(
                format!("先生が「{title}」の答えを見ました。点が出ています。"),
                format!("The instructor has looked at your answers to “{title}”. The score is there."),
            )
        }
        Some(NoticeKind::CompanyAnswered) => {
            let answer = answer();
            lang.t(
                format!("「{opening}」の会社から、{answer}"),
                format!("From the company of “{opening}”. {answer}"),
            )
        }
        Some(NoticeKind::ReferralAnswered) => {
            let answer = answer();
            lang.t(
                format!("紹介した「{opening}」の会社から、{answer}"),
                format!("To your referral to “{opening}”. {answer}"),
            )
        }
        Some(NoticeKind::ClassMoved) => {
            let (old, new) = (class(&about.from), class(&about.class));
            let place = about
                .class
                .as_ref()
                .map(|it| it.place.as_str())
                .unwrap_or_default();
            if old == new {
                lang.t(
                    format!("{new} の授業は、場所が変わりました: {place}"),
                    format!("The class on {new} is at another place: {place}"),
                )
            } else {
                lang.t(
                    format!("授業の日時が変わりました: {old} → {new}（{place}）"),
                    format!("A class has moved: {old} → {new} ({place})"),
                )
            }
        }
        Some(NoticeKind::ClassCancelled) => {
            let when = class(&about.class);
            let because = about.because.as_deref().unwrap_or_default();
            lang.t(
                format!("{when} の授業は、お休みです。{because}"),
                format!("The class on {when} is cancelled. {because}"),
            )
            .trim_end()
            .to_owned()
        }
        Some(NoticeKind::ClassRestored) => {
            let when = class(&about.class);
            lang.t(
                format!("お休みのはずだった {when} の授業は、行います。"),
                format!("The class on {when}, which was cancelled, takes place after all."),
            )
        }
        Some(NoticeKind::Decided) => lang
            .t(
                "仕事の準備について、教室が決めたことがあります。",
                "The classroom has decided about your readiness.",
            )
            .to_owned(),
        Some(NoticeKind::AppealAnswered) => lang
            .t(
                "決定についてあなたが伝えたことに、答えがありました。",
                "Your objection to a decision has been answered.",
            )
            .to_owned(),
        None => lang.t("新しいことがあります。", "There is news.").to_owned(),
    }
}

/// The title of a quiz, `course/quiz`.
fn title(lang: Lang, services: &Services, quiz: &str) -> Option<String> {
    let (course, quiz) = quiz.split_once('/')?;
    let revision = services.catalog.course(course).ok()?;
    Some(revision.course.quizzes.get(quiz)?.text(lang)?.title.clone())
}
