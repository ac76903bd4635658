//! The one next step in words and as a card: home and readiness draw the same.

use domain::{
    Lang,
    readiness::{How, Next, Rule, Step},
    say,
};
use leptos::prelude::*;
use server::Services;

use super::words;

/// The next step, ready to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextStep {
    /// What it is, as HTML: titles carry their furigana.
    pub title: String,
    /// What to know before.
    pub note: String,
    /// Where it is done.
    pub path: String,
    /// What the button says.
    pub button: String,
}

/// Puts a step into words; `rule` is the one it was chosen under.
pub fn step(lang: Lang, services: &Services, rule: Option<&Rule>, step: &Step) -> NextStep {
    let plain = |title: &str, note: &str, path: &str, button: &str| NextStep {
        title: title.to_owned(),
        note: note.to_owned(),
        path: path.to_owned(),
        button: button.to_owned(),
    };
    match step {
        Step::Learn { next } => towards(lang, services, rule, "", next),
        Step::Towards { requirement, next } => towards(lang, services, rule, requirement, next),
        Step::Sign => plain(
            lang.t("署名を待ちましょう", "Wait for the signature"),
            lang.t(
                "足りないものはありません。次は、コーディネーターが確かめて署名します。",
                "Nothing is missing. Next, a coordinator looks at it and signs.",
            ),
            "/readiness",
            lang.t("準備を見る", "See my readiness"),
        ),
        Step::Work => plain(
            lang.t("合う仕事を見ましょう", "Look at jobs that fit"),
            lang.t(
                "準備ができました。合う仕事を見てみましょう。",
                "You are ready. Let us look at jobs that fit.",
            ),
            "/work",
            lang.t("仕事を見る", "See the jobs"),
        ),
        Step::AtWork => plain(
            lang.t("仕事が決まっています", "You have a job"),
            lang.t(
                "困ったことがあれば、いつでも教室に聞いてください。",
                "If anything is difficult, please ask the classroom at any time.",
            ),
            "/disclosures",
            lang.t("仕事とその後を見る", "See my job"),
        ),
        Step::Finished => plain(
            lang.t("コースはぜんぶ終わりました", "You have finished every course"),
            lang.t(
                "前の課は、いつでも読みなおせます。",
                "You can read earlier lessons again at any time.",
            ),
            "/courses",
            lang.t("コースを見る", "See the courses"),
        ),
    }
}

fn towards(lang: Lang, services: &Services, rule: Option<&Rule>, requirement: &str, next: &Next) -> NextStep {
    let (path, label) = words::next(lang, services, rule, requirement, next);
    // A place on the readiness page is meant from wherever the step is drawn.
    let path = if path.starts_with('#') {
        format!("/readiness{path}")
    } else {
        path
    };
    let (title, note, button) = match next {
        Next::Lesson { course, lesson } => {
            let found = services.catalog.course(course).ok();
            let facts = found.as_ref().and_then(|revision| {
                let lesson = revision.course.lessons.get(lesson)?;
                let title = lesson.text(lang)?.1.title_html.clone();
                let note = say!(
                    lang, minutes = lesson.minutes, course = revision.course.title.get(lang);
                    minutes of "{minutes}分くらいです。「{course}」の課です。",
                    one "About {minutes} minute. A lesson of “{course}”.",
                    other "About {minutes} minutes. A lesson of “{course}”.",
                );
                Some((title, note))
            });
            let (title, note) = facts.unwrap_or_else(|| (escaped(&label), String::new()));
            (title, note, lang.t("はじめる", "Begin").to_owned())
        }
        Next::Quiz { quiz, in_class } => {
            let found = quiz.split_once('/').and_then(|(course, quiz)| {
                let revision = services.catalog.course(course).ok()?;
                let title = revision.course.quizzes.get(quiz)?.text(lang)?.title_html.clone();
                Some((title, revision.course.title.get(lang).to_owned()))
            });
            let (title, course) = found.unwrap_or_else(|| (escaped(&label), String::new()));
            let note = if *in_class {
                lang.t(
                    format!("「{course}」のテストです。教室で受けます。"),
                    format!("A quiz of “{course}”. It is taken in class."),
                )
            } else {
                lang.t(
                    format!("「{course}」のテストです。"),
                    format!("A quiz of “{course}”."),
                )
            };
            (title, note, lang.t("はじめる", "Begin").to_owned())
        }
        Next::Course { course } => {
            let title = services.catalog.course(course).map_or_else(
                |_| course.clone(),
                |revision| revision.course.title.get(lang).to_owned(),
            );
            (escaped(&title), String::new(), label)
        }
        Next::AttendClass { .. } if next.is_out_of_reach() => (
            lang.t("出席について相談しましょう", "Talk about your attendance")
                .to_owned(),
            label,
            lang.t("先生に聞く", "Ask the instructor").to_owned(),
        ),
        Next::AttendClass { .. } => (
            lang.t("次の授業に出ましょう", "Come to the next class")
                .to_owned(),
            label,
            lang.t("授業の予定を見る", "See the timetable").to_owned(),
        ),
        Next::Checklist { .. } => {
            let alone = rule
                .and_then(|rule| rule.requirement(requirement))
                .is_some_and(|requirement| requirement.takes(How::SelfReported));
            let button = if alone {
                lang.t("確かめる", "Check it")
            } else {
                lang.t("授業の予定を見る", "See the timetable")
            };
            (escaped(&label), String::new(), button.to_owned())
        }
    };
    NextStep {
        title,
        note,
        path,
        button,
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The card's inside: what comes next, and its one large button.
pub fn view(step: NextStep) -> impl IntoView {
    let note = (!step.note.is_empty()).then(|| view! { <p>{step.note}</p> });
    view! {
        <h2 inner_html=step.title></h2>
        {note}
        <a class="go" href=step.path>
            {step.button}
        </a>
    }
}
