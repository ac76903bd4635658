//! What each room says that waits: its own list, as far as the acting person may look. The number of
//! statements does not depend on how much there is.

use domain::{Lang, home::TodoKind};

use super::thing::{OfKind, Todo};
use crate::{
    Actor, Result, Services,
    care::due_list::{self, Due},
    db::list::{Count, ListQuery},
    identity::own_data::requests,
    learning::{
        grading_list,
        help::HelpState,
        help_list::{self, HelpSort},
        stuck,
    },
    matching::{
        ending as consents_ending,
        opening_list::{self, OpeningState},
        referral_list::{self, Step},
        second,
    },
    outreach::{
        enquiries::{self, EnquiryPart},
        registration_list::{self, RegistrationPart, Wanted},
    },
    readiness::{appeals, ending},
    telework::{
        incident_list::{self, IncidentState},
        kit_list::{self, KitShow, KitSort},
    },
};

/// A signature is told so many days before it ends.
const ENDS_DAYS: i64 = 30;

/// A consent is told so many days before it ends: the shortest one holds for 30.
const CONSENT_ENDS_DAYS: i64 = 7;
/// An opening with free seats is told so many days before it closes.
const CLOSES_DAYS: u64 = 7;

/// What waits of a kind. The caller has asked whether it is the acting person's.
pub(super) async fn of_kind(
    actor: &Actor,
    services: &Services,
    lang: Lang,
    kind: TodoKind,
) -> Result<OfKind> {
    let (things, count) = match kind {
        TodoKind::Incident => incidents(actor, services).await?,
        TodoKind::Help => questions(actor, services).await?,
        TodoKind::Answer => answers(actor, services).await?,
        TodoKind::Appeal => appeals(actor, services).await?,
        TodoKind::Call => registrations(actor, services, kind, RegistrationPart::ToTell).await?,
        TodoKind::CallBack => registrations(actor, services, kind, RegistrationPart::ToCall).await?,
        TodoKind::Enquiry => open_enquiries(actor, services).await?,
        TodoKind::Consent => to_confirm(actor, services).await?,
        TodoKind::Grading => grading(actor, services, lang).await?,
        TodoKind::FollowUp => follow_ups(actor, services).await?,
        TodoKind::DataRequest => data_requests(actor, services).await?,
        TodoKind::Kit => kits(actor, services).await?,
        TodoKind::Stuck => stuck_people(actor, services, lang).await?,
        TodoKind::Signature => signatures(actor, services, lang).await?,
        TodoKind::ConsentEnds => consents(actor, services).await?,
        TodoKind::Opening => openings(actor, services).await?,
    };
    let today = services.config.today();
    Ok(OfKind {
        kind,
        things: things.into_iter().map(|thing| thing.judged(today)).collect(),
        count,
    })
}

type Waiting = (Vec<Todo>, Count);

/// All of them are at hand.
fn whole(things: Vec<Todo>) -> Waiting {
    let count = Count::of(things.len());
    (things, count)
}

async fn incidents(actor: &Actor, services: &Services) -> Result<Waiting> {
    let query = ListQuery::new(IncidentState::Open);
    let found = incident_list::list(actor, services, &query).await?;
    let things = found.rows.into_iter().map(|row| {
        let id = row.incident.id;
        Todo::new(TodoKind::Incident, id, row.person, format!("/incidents/{id}"))
            .of(row.incident.person_id)
            .since(row.incident.at)
    });
    Ok((things.collect(), found.count))
}

async fn questions(actor: &Actor, services: &Services) -> Result<Waiting> {
    let mut query = ListQuery::new(help_list::Wanted {
        state: Some(HelpState::Waiting),
        places: Vec::new(),
    });
    query.order = HelpSort::usual(Some(HelpState::Waiting));
    let found = help_list::list(actor, services, &query).await?;
    let things = found.rows.into_iter().map(|it| {
        let id = it.row.id;
        Todo::new(
            TodoKind::Help,
            id,
            it.asker,
            format!("/help/requests#request-{id}"),
        )
        .of(it.row.person_id)
        .about(it.row.message)
        .since(it.row.created_at)
    });
    Ok((things.collect(), found.count))
}

async fn answers(actor: &Actor, services: &Services) -> Result<Waiting> {
    let found = referral_list::list(actor, services, &ListQuery::new(Step::Wanted)).await?;
    let things = found.rows.into_iter().map(|row| {
        let id = row.referral.id;
        let thing = Todo::new(TodoKind::Answer, id, row.person, format!("/referrals/{id}"))
            .of(row.referral.person_id)
            .about(format!("{} {}", row.employer, row.opening));
        match row.referral.answered_at {
            Some(at) => thing.since(at),
            None => thing,
        }
    });
    Ok((things.collect(), found.count))
}

async fn appeals(actor: &Actor, services: &Services) -> Result<Waiting> {
    let found = appeals::waiting(actor, services).await?;
    let others = found
        .into_iter()
        .filter(|it| it.signed_by != actor.id && it.row.person_id != actor.id);
    let things = others.map(|it| {
        let person = it.row.person_id;
        Todo::new(
            TodoKind::Appeal,
            it.row.id,
            it.learner,
            format!("/readiness/{person}"),
        )
        .of(person)
        .since(it.row.created_at)
        .not_for(vec![it.signed_by])
    });
    Ok(whole(things.collect()))
}

async fn registrations(
    actor: &Actor,
    services: &Services,
    kind: TodoKind,
    part: RegistrationPart,
) -> Result<Waiting> {
    let query = ListQuery::new(Wanted { session: None, part });
    let found = registration_list::list(actor, services, &query).await?;
    let things = found.rows.into_iter().map(|row| {
        let it = row.registration;
        let link = format!("/outreach/registrations/{}", it.id);
        let thing = Todo::new(kind, it.id, it.name, link)
            .about(row.session)
            .since(it.changed_at);
        match it.offered_until {
            Some(until) if kind == TodoKind::Call => {
                thing.due(until.with_timezone(&services.config.zone).date_naive())
            }
            Some(_) | None => thing,
        }
    });
    Ok((things.collect(), found.count))
}

async fn open_enquiries(actor: &Actor, services: &Services) -> Result<Waiting> {
    let found = enquiries::list(actor, services, &ListQuery::new(EnquiryPart::Open)).await?;
    let things = found.rows.into_iter().map(|row| {
        let it = row.enquiry;
        Todo::new(TodoKind::Enquiry, it.id, it.name, format!("/enquiries/{}", it.id))
            .about(it.message)
            .since(it.created_at)
            .due(it.answer_by)
    });
    Ok((things.collect(), found.count))
}

async fn to_confirm(actor: &Actor, services: &Services) -> Result<Waiting> {
    let found = second::waiting(actor, services).await?;
    let things = found.into_iter().map(|it| {
        Todo::new(
            TodoKind::Consent,
            it.consent.id,
            it.learner,
            "/consents/waiting".to_owned(),
        )
        .of(it.consent.person_id)
        .about(format!("{} {}", it.employer, it.opening))
        .since(it.consent.given_at)
    });
    Ok(whole(things.collect()))
}

async fn grading(actor: &Actor, services: &Services, lang: Lang) -> Result<Waiting> {
    let query = ListQuery::new(grading_list::Wanted::default());
    let found = grading_list::list(actor, services, &query).await?;
    let things = found.rows.into_iter().map(|row| {
        let it = row.attempt;
        let course = services.catalog.course(&it.course_id).ok();
        let title = course
            .as_ref()
            .and_then(|revision| revision.course.quizzes.get(&it.quiz_id)?.text(lang))
            .map_or_else(|| it.quiz_id.clone(), |text| text.title.clone());
        let thing = Todo::new(TodoKind::Grading, it.id, row.name, format!("/grading/{}", it.id))
            .of(it.person_id)
            .about(title);
        match it.submitted_at {
            Some(at) => thing.since(at),
            None => thing,
        }
    });
    Ok((things.collect(), found.count))
}

async fn follow_ups(actor: &Actor, services: &Services) -> Result<Waiting> {
    let mut things = Vec::new();
    let mut count = Count::default();
    for part in [Due::Overdue, Due::ThisWeek] {
        let found = due_list::list(actor, services, &ListQuery::new(Some(part))).await?;
        count = count + found.count;
        things.extend(found.rows.into_iter().map(|row| {
            let link = format!("/care/{}", row.follow_up.placement_id);
            Todo::new(TodoKind::FollowUp, row.follow_up.id, row.person, link)
                .about(format!("{} {}", row.employer, row.opening))
                .due(row.follow_up.due_on)
        }));
    }
    Ok((things, count))
}

async fn data_requests(actor: &Actor, services: &Services) -> Result<Waiting> {
    let query = ListQuery::new(requests::Wanted {
        open: true,
        kind: None,
    });
    let found = requests::list(actor, services, &query).await?;
    let things = found.rows.into_iter().map(|row| {
        let it = row.request;
        Todo::new(
            TodoKind::DataRequest,
            it.id,
            row.person,
            format!("/data-requests/{}", it.id),
        )
        .of(it.person_id)
        .since(it.received_at)
        .due(it.due_on)
    });
    Ok((things.collect(), found.count))
}

async fn kits(actor: &Actor, services: &Services) -> Result<Waiting> {
    let mut query = ListQuery::new(KitShow::Overdue);
    query.order = crate::db::list::Order::up(KitSort::Due);
    let found = kit_list::list(actor, services, &query).await?;
    let things = found.rows.into_iter().map(|row| {
        let (id, number) = (row.kit.id, row.kit.number);
        match row.loan {
            Some((loan, name)) => Todo::new(TodoKind::Kit, loan.id, name, format!("/kits/{id}"))
                .of(loan.person_id)
                .about(number)
                .due(loan.due_on),
            None => Todo::new(TodoKind::Kit, id, String::new(), format!("/kits/{id}")).about(number),
        }
    });
    Ok((things.collect(), found.count))
}

async fn stuck_people(actor: &Actor, services: &Services, lang: Lang) -> Result<Waiting> {
    let found = stuck::list(actor, services, lang).await?;
    let things = found.into_iter().map(|it| {
        // Another try makes it another thing: who is stuck again is told again.
        let thing = format!("{} {} {} {}", it.person, it.course, it.quiz, it.tries);
        Todo::new(
            TodoKind::Stuck,
            thing,
            it.name,
            format!("/people/{}/learning", it.person),
        )
        .of(it.person)
        .about(it.title)
        .since(it.last)
    });
    Ok(whole(things.collect()))
}

async fn signatures(actor: &Actor, services: &Services, lang: Lang) -> Result<Waiting> {
    let found = ending::within(actor, services, ENDS_DAYS, lang).await?;
    let things = found.into_iter().map(|it| {
        let link = format!("/readiness/{}", it.person);
        Todo::new(TodoKind::Signature, it.decision, it.name, link)
            .of(it.person)
            .about(it.rule)
            .due(services.config.last_day(it.until))
    });
    Ok(whole(things.collect()))
}

async fn consents(actor: &Actor, services: &Services) -> Result<Waiting> {
    let found = consents_ending::within(actor, services, CONSENT_ENDS_DAYS).await?;
    let things = found.into_iter().map(|it| {
        let link = format!("/openings/{}", it.opening);
        Todo::new(TodoKind::ConsentEnds, it.consent, it.name, link)
            .of(it.person)
            .about(it.title)
            .due(services.config.last_day(it.until))
    });
    Ok(whole(things.collect()))
}

async fn openings(actor: &Actor, services: &Services) -> Result<Waiting> {
    let found = opening_list::list(actor, services, &ListQuery::new(OpeningState::Open)).await?;
    let today = services.config.today();
    let last = today
        .checked_add_days(chrono::Days::new(CLOSES_DAYS))
        .unwrap_or(today);
    let closing = found
        .rows
        .into_iter()
        .filter(|row| row.opening.closes_on <= last && row.free() > 0);
    let things = closing.map(|row| {
        let it = row.opening;
        Todo::new(
            TodoKind::Opening,
            it.id,
            row.employer.name,
            format!("/openings/{}", it.id),
        )
        .about(it.title)
        .due(it.closes_on)
    });
    Ok(whole(things.collect()))
}
