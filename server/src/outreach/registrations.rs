//! Registering a party for a session: by the public page, or entered by staff for somebody at the
//! telephone or the counter.

use domain::{
    Lang,
    ids::{InformationSessionId, RegistrationId},
    outreach::{
        AgeBand, PARTY_MOST, RegistrationEvent, RegistrationState, Seat, SeatRefused, Source, Standing,
        fold_name, fold_phone, seat, standing,
    },
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, sea_query::Expr,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    COORDINATING,
    seats::{self, Held, note, people},
    sessions::times,
    tables::registration,
    visitors,
};
use crate::{Actor, Error, Problems, Result, Services};

/// The longest line and the longest text, in letters.
const LINE: usize = 100;
const TEXT: usize = 1_000;

/// What the public form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RegistrationForm {
    /// The name.
    pub name: String,
    /// Its reading.
    pub reading: String,
    /// A telephone number; it or the mail address suffices.
    pub phone: String,
    /// A mail address.
    pub mail: String,
    /// How many people.
    pub party: String,
    /// The town.
    pub town: String,
    /// How old, roughly.
    #[serde(deserialize_with = "crate::forms::chosen")]
    pub age_band: Option<AgeBand>,
    /// What somebody would like to ask there.
    pub question: String,
    /// What somebody needs there.
    pub needs: String,
    /// Ticked: agrees to what is done with the data.
    pub consent: Option<String>,
    /// When the form was shown (`visitors`).
    pub shown: String,
    /// To be left empty.
    pub website: String,
}

/// What staff send, with as few presses as can be.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EntryForm {
    /// The name.
    pub name: String,
    /// A telephone number or a mail address.
    pub contact: String,
    /// How many people.
    pub party: String,
    /// The name's reading.
    pub reading: String,
    /// What somebody needs there.
    pub needs: String,
    /// How it came in.
    #[serde(deserialize_with = "crate::forms::chosen")]
    pub source: Option<Source>,
    /// Ticked: enters it although it looks like somebody who is registered.
    pub anyway: Option<String>,
}

/// A registration that was made, or had been made by the same form.
#[derive(Clone, Debug)]
pub struct Registered {
    /// Its id.
    pub id: RegistrationId,
    /// Where it stands.
    pub state: RegistrationState,
    /// Its number within the session.
    pub number: i32,
}

/// A party as it is about to be written.
struct New {
    name: String,
    reading: String,
    phone: String,
    mail: String,
    party: i32,
    town: String,
    age_band: Option<AgeBand>,
    question: String,
    needs: String,
    source: Source,
    lang: Lang,
    by: Option<Uuid>,
}

fn party_of(problems: &mut Problems, party: &str) -> i32 {
    let party = if party.trim().is_empty() { "1" } else { party };
    problems.number("party", party, 1, i32::try_from(PARTY_MOST).unwrap_or(1))
}

/// Notes what is wrong with a way to reach somebody.
fn reachable(problems: &mut Problems, field: &'static str, phone: &str, mail: &str) {
    if phone.is_empty() && mail.is_empty() {
        problems.add(
            field,
            "電話番号かメールアドレスの、どちらかを入れてください。",
            "Please enter a telephone number or an e-mail address; one is enough.",
        );
    }
    if !phone.is_empty() && fold_phone(phone).len() < 6 {
        problems.add(
            "phone",
            "電話番号を、市外局番から入れてください。",
            "Please enter the telephone number with its area code.",
        );
    }
    if !mail.is_empty() && !mail.contains('@') {
        problems.add(
            "mail",
            "メールアドレスの形ではありません（例: hanako@example.jp）。",
            "This does not look like an e-mail address (such as hanako@example.jp).",
        );
    }
}

/// Registers a party by the public page, under the form's key: sent ten times, it is registered once.
pub async fn register(
    services: &Services,
    session: InformationSessionId,
    key: RegistrationId,
    form: &RegistrationForm,
    lang: Lang,
    address: &str,
) -> Result<Registered> {
    visitors::refuse_robots(services, &form.shown, &form.website)?;
    let mut problems = Problems::new();
    let name = problems.required("name", &form.name);
    let (phone, mail) = (form.phone.trim(), form.mail.trim());
    reachable(&mut problems, "phone", phone, mail);
    let party = party_of(&mut problems, &form.party);
    if form.consent.is_none() {
        problems.add(
            "consent",
            "読んでから、しるしを付けてください。",
            "Please read this and tick the box.",
        );
    }
    for (field, text, most) in [
        ("name", &form.name, LINE),
        ("reading", &form.reading, LINE),
        ("phone", &form.phone, LINE),
        ("mail", &form.mail, LINE),
        ("town", &form.town, LINE),
        ("question", &form.question, TEXT),
        ("needs", &form.needs, TEXT),
    ] {
        problems.at_most(field, text, most);
    }
    problems.done()?;
    services.visitors.registers(address)?;
    let new = New {
        name,
        reading: form.reading.trim().to_owned(),
        phone: phone.to_owned(),
        mail: mail.to_owned(),
        party,
        town: form.town.trim().to_owned(),
        age_band: form.age_band,
        question: form.question.trim().to_owned(),
        needs: form.needs.trim().to_owned(),
        source: Source::Web,
        lang,
        by: None,
    };
    write(services, session, key, new).await
}

/// Enters a party for somebody at the telephone or the counter. A name or number that is registered already
/// is told first. For those who hold sessions.
pub async fn enter(
    actor: &Actor,
    services: &Services,
    session: InformationSessionId,
    key: RegistrationId,
    form: &EntryForm,
) -> Result<Registered> {
    actor.require(COORDINATING)?;
    let new = entry(actor, services, session, key, form).await?;
    write(services, session, key, new).await
}

/// Writes down a party that stands at the door. For the reception, which has asked who may.
pub(super) async fn at_the_door(
    actor: &Actor,
    services: &Services,
    session: InformationSessionId,
    key: RegistrationId,
    form: &EntryForm,
) -> Result<Registered> {
    let form = EntryForm {
        source: Some(Source::WalkIn),
        ..form.clone()
    };
    let new = entry(actor, services, session, key, &form).await?;
    write(services, session, key, new).await
}

/// What staff typed, as it is about to be written.
async fn entry(
    actor: &Actor,
    services: &Services,
    session: InformationSessionId,
    key: RegistrationId,
    form: &EntryForm,
) -> Result<New> {
    let mut problems = Problems::new();
    let name = problems.required("name", &form.name);
    let contact = form.contact.trim();
    let (phone, mail) = if contact.contains(['@', '＠']) {
        ("", contact)
    } else {
        (contact, "")
    };
    let source = form.source.unwrap_or(Source::Phone);
    // Who stands at the door needs no way to be reached.
    let at_the_door = contact.is_empty() && source == Source::WalkIn;
    if mail.is_empty() && !at_the_door && fold_phone(phone).len() < 6 {
        problems.add(
            "contact",
            "電話番号（市外局番から）か、メールアドレスを入れてください。",
            "Please enter a telephone number with its area code, or an e-mail address.",
        );
    }
    let party = party_of(&mut problems, &form.party);
    for (field, text, most) in [
        ("name", &form.name, LINE),
        ("reading", &form.reading, LINE),
        ("contact", &form.contact, LINE),
        ("needs", &form.needs, TEXT),
    ] {
        problems.at_most(field, text, most);
    }
    problems.done()?;
    if form.anyway.is_none()
        && let Some(same) = alike(services.db.read(), session, key, &name, phone)
            .await?
            .first()
    {
        return Err(Error::refused(
            format!(
                "{} さん（受付番号 {}）が、もう申しこんでいるようです。別の人なら、「それでも入れる」にしるしを付けて、もう一度押してください。",
                same.name, same.number
            ),
            format!(
                "{} (number {}) seems to be registered already. If this is somebody else, tick “enter it all the same” and press again.",
                same.name, same.number
            ),
        ));
    }
    Ok(New {
        name,
        reading: form.reading.trim().to_owned(),
        phone: phone.to_owned(),
        mail: mail.replace('＠', "@"),
        party,
        town: String::new(),
        age_band: None,
        question: String::new(),
        needs: form.needs.trim().to_owned(),
        source,
        lang: Lang::Ja,
        by: Some(actor.id),
    })
}

/// Open registrations of a session that look like this person: the same number, or the same name or
/// reading as it is folded.
async fn alike<C: ConnectionTrait>(
    db: &C,
    session: InformationSessionId,
    but: RegistrationId,
    name: &str,
    phone: &str,
) -> Result<Vec<registration::Model>> {
    let (name, phone) = (fold_name(name), fold_phone(phone));
    let mut same = Condition::any()
        .add(registration::Column::NameFolded.eq(name.as_str()))
        .add(registration::Column::ReadingFolded.eq(name.as_str()));
    if !phone.is_empty() {
        same = same.add(registration::Column::PhoneFolded.eq(phone));
    }
    Ok(registration::Entity::find()
        .filter(registration::Column::SessionId.eq(session))
        .filter(registration::Column::Id.ne(but))
        .filter(open())
        .filter(same)
        .order_by_asc(registration::Column::Number)
        .all(db)
        .await?)
}

/// Of whom somebody still wants to come.
pub(super) fn open() -> Expr {
    registration::Column::State.is_in([
        RegistrationState::Registered,
        RegistrationState::Offered,
        RegistrationState::Waiting,
    ])
}

/// Writes a party with its seats or its place on the waiting list.
async fn write(
    services: &Services,
    session: InformationSessionId,
    key: RegistrationId,
    new: New,
) -> Result<Registered> {
    let tx = services.db.begin().await?;
    let held = seats::hold(&tx, session).await?;
    if let Some(row) = registration::Entity::find_by_id(key).one(&tx).await? {
        return if row.session_id == session {
            Ok(Registered {
                id: row.id,
                state: row.state,
                number: row.number,
            })
        } else {
            Err(Error::Misread("a key of another session's form".to_owned()))
        };
    }
    let walk_in = new.source == Source::WalkIn;
    may_register(&held, new.by.is_some(), walk_in)?;
    let size = people(new.party);
    let free = held.free().await?;
    let state = if walk_in {
        // Whoever stands at the door is let in: the house decides, not the list.
        RegistrationState::Registered
    } else {
        match seat(size, free, held.capacity()) {
            Ok(Seat::Seated) => RegistrationState::Registered,
            Ok(Seat::Waits) => RegistrationState::Waiting,
            Err(SeatRefused::LargerThanSession) => {
                let seats = held.capacity();
                return Err(Error::field(
                    "party",
                    format!("席は全部で {seats} です。分けて申しこんでください。"),
                    format!("There are {seats} seats in all. Please register in smaller parties."),
                ));
            }
        }
    };
    let number = held.next_number().await?;
    let now = held.now;
    let row = registration::Model {
        id: key,
        session_id: session,
        number,
        state,
        name_folded: fold_name(&new.name),
        reading_folded: fold_name(&new.reading),
        phone_folded: fold_phone(&new.phone),
        name: new.name,
        reading: new.reading,
        phone: new.phone,
        mail: new.mail,
        party: new.party,
        town: new.town,
        age_band: new.age_band,
        question: new.question,
        needs: new.needs,
        source: new.source,
        lang: new.lang,
        entered_by: new.by,
        offered_until: None,
        // Who registers sees at once how it stands, and so does who telephones.
        told_at: Some(now),
        told_by: new.by,
        consented_at: now,
        created_at: now,
        changed_at: now,
        invitation_id: None,
        removed_at: None,
    };
    row.into_active_model().insert(&tx).await?;
    let event = if state == RegistrationState::Waiting {
        RegistrationEvent::Waits
    } else {
        RegistrationEvent::Registered
    };
    note(&tx, key, event, new.party, new.by).await?;
    if state == RegistrationState::Registered && !walk_in {
        held.goes_past(free).await?;
    }
    tx.commit().await?;
    Ok(Registered {
        id: key,
        state,
        number,
    })
}

/// Whether a session takes registrations. Staff may still enter somebody when it is over for the public,
/// until it ends; who came unannounced is written down on the same day, too.
fn may_register(held: &Held<'_>, staff: bool, walk_in: bool) -> Result<()> {
    let session = &held.session;
    match standing(session.state, times(session), 1, held.now) {
        Standing::Open | Standing::Full => Ok(()),
        Standing::Closed if staff => Ok(()),
        Standing::Over if walk_in => Ok(()),
        Standing::Draft => Err(Error::NotFound),
        Standing::Cancelled => Err(Error::refused(
            "この説明会は中止になりました。",
            "This session was cancelled.",
        )),
        Standing::Closed | Standing::Over => Err(Error::refused(
            "この説明会の申しこみは終わりました。教室に電話してください。",
            "Registration for this session is over. Please telephone the classroom.",
        )),
    }
}
