//! Notices: what has happened reaches the people it is about.
//!
//! A room tells what has happened as an [`Event`]; [`notices`] is the rule that says who hears of it, with
//! which words to come and where it leads. What a notice says is data: each reader sees it in the own
//! language.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::events::{ClassFacts, Event};

crate::coded_enum! {
    /// What a notice tells.
    pub enum NoticeKind {
        /// A question was answered.
        HelpAnswered = "help-answered",
        /// Answers were graded by a person.
        Graded = "graded",
        /// A company answered about the reader.
        CompanyAnswered = "company-answered",
        /// A company answered what the reader has sent.
        ReferralAnswered = "referral-answered",
        /// A class is at another time or place.
        ClassMoved = "class-moved",
        /// A class does not take place.
        ClassCancelled = "class-cancelled",
        /// A class that was cancelled takes place after all.
        ClassRestored = "class-restored",
        /// A decision about the reader was signed.
        Decided = "decided",
        /// An objection was answered.
        AppealAnswered = "appeal-answered",
    }
}

impl NoticeKind {
    /// The kinds whose unread notices about the same thing are past when this one comes: a class that takes
    /// place after all is not read as cancelled first.
    pub fn overtakes(self) -> &'static [NoticeKind] {
        use NoticeKind::*;
        match self {
            // Who has not read that it was moved looks for it at the old time: that stays to be read.
            ClassCancelled => &[ClassCancelled, ClassRestored],
            ClassRestored => &[ClassRestored, ClassCancelled],
            ClassMoved => &[ClassMoved],
            HelpAnswered => &[HelpAnswered],
            Graded => &[Graded],
            CompanyAnswered => &[CompanyAnswered],
            ReferralAnswered => &[ReferralAnswered],
            Decided => &[Decided],
            AppealAnswered => &[AppealAnswered],
        }
    }
}

/// What the words of a notice need beside its kind. Every part may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct About {
    /// `course/quiz`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quiz: Option<String>,
    /// What a job is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opening: Option<String>,
    /// The code of a company's answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// A class as it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<ClassFacts>,
    /// A class as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<ClassFacts>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

/// A notice to a person that is not stored yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// For whom.
    pub person: Uuid,
    /// What it tells.
    pub kind: NoticeKind,
    /// The thing it is about: a later notice about it takes the place of an unread one
    /// ([`NoticeKind::overtakes`]).
    pub subject: Uuid,
    /// Where it leads.
    pub link: String,
    /// What its words need.
    pub about: About,
}

/// Who hears of an event, and what. Whoever did it hears nothing of it.
pub fn notices(event: &Event, by: Option<Uuid>) -> Vec<Notice> {
    let mut all = of(event);
    all.retain(|notice| by != Some(notice.person));
    all
}

fn of(event: &Event) -> Vec<Notice> {
    let to = |person: &Uuid, kind, subject: &Uuid, link: String, about: About| Notice {
        person: *person,
        kind,
        subject: *subject,
        link,
        about,
    };
    let class = |learners: &[Uuid], kind, session: &Uuid, about: About| {
        learners
            .iter()
            .map(|person| to(person, kind, session, "/attendance".to_owned(), about.clone()))
            .collect()
    };
    match event {
        Event::HelpAnswered { request, asker } => vec![to(
            asker,
            NoticeKind::HelpAnswered,
            request,
            format!("/help#request-{request}"),
            About::default(),
        )],
        Event::Graded {
            attempt,
            person,
            quiz,
        } => vec![to(
            person,
            NoticeKind::Graded,
            attempt,
            format!("/attempts/{attempt}"),
            About {
                quiz: Some(quiz.clone()),
                ..About::default()
            },
        )],
        Event::CompanyAnswered {
            referral,
            person,
            sender,
            opening,
            answer,
        } => {
            let about = About {
                opening: Some(opening.clone()),
                answer: Some(answer.clone()),
                ..About::default()
            };
            vec![
                to(
                    person,
                    NoticeKind::CompanyAnswered,
                    referral,
                    "/disclosures".to_owned(),
                    about.clone(),
                ),
                to(
                    sender,
                    NoticeKind::ReferralAnswered,
                    referral,
                    format!("/referrals/{referral}"),
                    about,
                ),
            ]
        }
        Event::ClassMoved {
            session,
            learners,
            from,
            to,
        } => {
            let about = About {
                from: Some(from.clone()),
                class: Some(to.clone()),
                ..About::default()
            };
            class(learners, NoticeKind::ClassMoved, session, about)
        }
        Event::ClassCancelled {
            session,
            learners,
            class: facts,
            because,
        } => {
            let about = About {
                class: Some(facts.clone()),
                because: Some(because.clone()).filter(|text| !text.is_empty()),
                ..About::default()
            };
            class(learners, NoticeKind::ClassCancelled, session, about)
        }
        Event::ClassRestored {
            session,
            learners,
            class: facts,
        } => {
            let about = About {
                class: Some(facts.clone()),
                ..About::default()
            };
            class(learners, NoticeKind::ClassRestored, session, about)
        }
        Event::Decided {
            decision,
            person,
            rule,
        } => vec![to(
            person,
            NoticeKind::Decided,
            decision,
            format!("/readiness?rule={rule}"),
            About::default(),
        )],
        Event::AppealAnswered { appeal, person } => vec![to(
            person,
            NoticeKind::AppealAnswered,
            appeal,
            "/readiness".to_owned(),
            About::default(),
        )],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ME: Uuid = Uuid::from_u128(1);
    const OTHER: Uuid = Uuid::from_u128(2);
    const THING: Uuid = Uuid::from_u128(3);

    #[test]
    fn a_class_that_moves_is_told_to_all_who_belong_to_it() {
        let event = Event::ClassMoved {
            session: THING,
            learners: vec![ME, OTHER],
            from: ClassFacts::default(),
            to: ClassFacts {
                place: "第2教室".into(),
                ..ClassFacts::default()
            },
        };
        let told = notices(&event, None);
        assert_eq!(told.iter().map(|it| it.person).collect::<Vec<_>>(), [ME, OTHER]);
        assert!(
            told.iter()
                .all(|it| it.about.class.as_ref().unwrap().place == "第2教室")
        );
    }

    #[test]
    fn a_company_s_answer_is_told_to_the_learner_and_to_who_sent_the_packet() {
        let event = Event::CompanyAnswered {
            referral: THING,
            person: ME,
            sender: OTHER,
            opening: "入力".into(),
            answer: "talk".into(),
        };
        let kinds: Vec<_> = notices(&event, None)
            .iter()
            .map(|it| (it.person, it.kind))
            .collect();
        assert_eq!(
            kinds,
            [
                (ME, NoticeKind::CompanyAnswered),
                (OTHER, NoticeKind::ReferralAnswered)
            ]
        );
    }

    #[test]
    fn nobody_hears_of_what_they_did_themselves() {
        let event = Event::HelpAnswered {
            request: THING,
            asker: ME,
        };
        assert_eq!(notices(&event, Some(ME)), []);
        assert_eq!(notices(&event, Some(OTHER)).len(), 1);
    }
}
