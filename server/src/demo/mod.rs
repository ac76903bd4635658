//! A believable demo classroom in an empty database. Every person and company in it is made up.
//!
//! What happened is told in days before today (`cast`, `classes`, `study`, `ready`, `work`), and then
//! written in the order of its time (`history`), so that decisions and packets are real ones.

mod cast;
mod classes;
mod clock;
mod facts;
mod history;
mod home;
mod outreach;
mod pieces;
mod printed;
mod questions;
mod ready;
mod rounds;
mod study;
mod telework;
mod texts;
mod today;
mod work;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use domain::{
    care::{Outcome, Visibility},
    catalog::{RequirementKind, Rule},
    matching::Answer,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::{
    Error, Result, Services,
    catalog::Revision,
    identity::{Token, password, tables::person},
};
use cast::{ADMINISTRATOR, LEARNERS, PASSWORD};
use clock::{Clock, key};
use facts::Facts;
use work::Sending;

/// The course that everybody begins with.
const COURSE: &str = "it-basics";
/// The rule that decisions are signed under.
const RULE: &str = "office-telework";
/// How many of the courses the cohorts take in class; learners take the others on their own.
const IN_CLASS: usize = 4;

/// Fills the database when it is empty; gives what to print: who can sign in how.
pub async fn fill(services: &Services) -> Result<String> {
    if person::Entity::find().count(services.db.read()).await? > 0 {
        let demo = person::Entity::find()
            .filter(person::Column::Email.eq(ADMINISTRATOR.sign_in))
            .filter(person::Column::Name.eq(ADMINISTRATOR.name))
            .one(services.db.read())
            .await?;
        return Ok(if demo.is_some() {
            printed::filled_before()
        } else {
            printed::not_empty()
        });
    }
    let missing = |_| Error::unexpected(format!("the demo needs the rule {RULE}"));
    let rule = services.catalog.rule(RULE).map_err(missing)?;
    let courses = courses(services, &rule.rule)?;
    let password_hash = password::hash(PASSWORD.to_owned()).await?;

    let clock = Clock::new(&services.config);
    let mut facts = Facts::default();
    let people = classes::people(&mut facts, &clock, &password_hash);
    let in_class: Vec<&str> = courses
        .iter()
        .take(IN_CLASS)
        .map(|it| it.course.id.as_str())
        .collect();
    classes::cohorts(&mut facts, &clock, &people, &in_class)?;
    for (learner, person) in LEARNERS.iter().zip(&people.learners) {
        study::study(&mut facts, &clock, &courses, learner, *person, people.instructor)?;
    }
    ready::evidence(&mut facts, &clock, &people, &rule.rule);
    let signings = ready::signings(&clock, &people);
    telework::kits(&mut facts, &clock, &people);
    home::homes(&mut facts, &clock, &people)?;
    home::incidents(&mut facts, &clock, &people);
    work::wishes(&mut facts, &clock, &people)?;
    let sendings = referrals(&mut facts, &clock, &people)?;
    questions::about_data(&mut facts, &clock, &people);
    let waiting = sendings
        .iter()
        .rfind(|it| it.opened_at.is_some() && it.answer.is_none());
    let packet = waiting.map(|it| format!("{}/packet/{}", services.config.public_url, it.token.as_str()));
    history::write(services, facts, &rule, people.coordinator, &signings, &sendings).await?;
    outreach::write(services, &clock, &people).await?;
    today::write(services, &people).await?;
    Ok(printed::filled(&packet.unwrap_or_default()))
}

/// The course that everybody begins with, and those that the rule asks for.
fn courses(services: &Services, rule: &Rule) -> Result<Vec<Arc<Revision>>> {
    let mut ids = vec![COURSE];
    for requirement in &rule.require {
        let refers_to = requirement.refers_to.as_deref();
        let course = match requirement.kind {
            RequirementKind::Course => refers_to,
            RequirementKind::Quiz => refers_to.and_then(|it| Some(it.split_once('/')?.0)),
            RequirementKind::Attendance
            | RequirementKind::Checklist
            | RequirementKind::Competence
            | RequirementKind::Rubric => None,
        };
        if let Some(course) = course.filter(|it| !ids.contains(it)) {
            ids.push(course);
        }
    }
    let find = |id: &str| {
        let missing = |_| Error::unexpected(format!("the demo needs the course {id}"));
        services.catalog.course(id).map_err(missing)
    };
    ids.into_iter().map(find).collect()
}

/// Openings, consents, and what was sent under them; who was placed.
fn referrals(facts: &mut Facts, clock: &Clock, people: &classes::People) -> Result<Vec<Sending>> {
    let offers = work::openings(facts, clock, people, RULE);
    let [data, mails, shop, office, invoices, books] = offers.as_slice() else {
        return Err(Error::unexpected("the demo has six openings"));
    };
    let who = |sign_in: &str| people.learner(sign_in);
    let mut agree = |person: &str, opening: &(uuid::Uuid, uuid::Uuid), ago, withdrawn| {
        work::consent(facts, clock, who(person), *opening, ago, withdrawn)
    };
    let megumi_office = agree("megumi", office, 12, Some(7))?;
    agree("megumi", data, 3, None)?;
    let ken_invoices = agree("ken", invoices, 16, None)?;
    let ken_data = agree("ken", data, 6, None)?;
    let ken_shop = agree("ken", shop, 6, None)?;
    let hikaru_mails = agree("hikaru", mails, 43, None)?;
    let hikaru_data = agree("hikaru", data, 43, None)?;
    let sakura_shop = agree("sakura", shop, 115, None)?;
    let misaki_office = agree("misaki", office, 10, None)?;
    let misaki_books = agree("misaki", books, 10, None)?;

    type Answered = (Answer, &'static str, i64);
    let send =
        |person: &str, opening: uuid::Uuid, consent, ago, opened: Option<i64>, answer: Option<Answered>| {
            let at = clock.at(ago, 10 * 60);
            Ok::<_, Error>(Sending {
                at,
                id: key(at),
                person: who(person),
                opening,
                consent,
                token: Token::new()?,
                opened_at: opened.map(|ago| clock.at(ago, 11 * 60)),
                answer: answer.map(|(word, note, ago)| (word, note, clock.at(ago, 16 * 60))),
            })
        };
    let thanks = "ぜひ、お願いしたいです。始める日を相談させてください。";
    let sakura = send(
        "sakura",
        shop.0,
        sakura_shop,
        112,
        Some(111),
        Some((Answer::Yes, thanks, 108)),
    )?;
    let not_now = "今回は、メールの経験のある方にお願いすることになりました。";
    let hikaru_first = send(
        "hikaru",
        mails.0,
        hikaru_mails,
        42,
        Some(41),
        Some((Answer::No, not_now, 40)),
    )?;
    let hikaru = send(
        "hikaru",
        data.0,
        hikaru_data,
        39,
        Some(38),
        Some((Answer::Yes, thanks, 37)),
    )?;
    let full = "夕方の人が、ちょうど決まったところです。";
    let all = vec![
        send(
            "ken",
            invoices.0,
            ken_invoices,
            14,
            Some(13),
            Some((Answer::No, full, 12)),
        )?,
        send("megumi", office.0, megumi_office, 9, Some(8), None)?,
        send(
            "misaki",
            office.0,
            misaki_office,
            8,
            Some(7),
            Some((Answer::Yes, thanks, 5)),
        )?,
        send(
            "misaki",
            books.0,
            misaki_books,
            8,
            Some(6),
            Some((Answer::Talk, "一度、事務所を見に来ませんか。", 4)),
        )?,
        send("ken", shop.0, ken_shop, 4, Some(3), None)?,
        send("ken", data.0, ken_data, 1, None, None)?,
    ];

    rounds::round(facts, clock, people, [data.0, shop.0, office.0, books.0]);

    let well = Some(Outcome::GoingWell);
    work::placement(
        facts,
        clock,
        people.coordinator,
        &sakura,
        100,
        &[
            (7, 93, well, "写真の取りこみにも慣れてきた。", Visibility::Shared),
            (30, 70, None, "電話に出なかった。", Visibility::Team),
            (30, 69, well, "店の人が親切で、続けられそう。", Visibility::Shared),
            (
                60,
                40,
                Some(Outcome::NeedsHelp),
                "家族の通院で、時間を減らしたい。会社と相談する。",
                Visibility::Confidential,
            ),
            (90, 9, None, "電話に出なかった。", Visibility::Team),
            (
                90,
                5,
                None,
                "メールを送った。返事を待っている。",
                Visibility::Team,
            ),
        ],
    );
    work::placement(
        facts,
        clock,
        people.coordinator,
        &hikaru,
        34,
        &[
            (
                7,
                26,
                well,
                "最初の週をぶじに終えた。毎日の電話が心強い。",
                Visibility::Shared,
            ),
            (
                30,
                2,
                None,
                "電話に出なかった。明日もう一度かける。",
                Visibility::Team,
            ),
        ],
    );
    Ok([sakura, hikaru_first, hikaru].into_iter().chain(all).collect())
}
