//! The tables of the outreach room. Their columns are explained in `migrations`.
#![allow(
    missing_docs,
    reason = "the columns are named after what they hold; the migration is their reference"
)]

/// A meeting at which people hear what the classroom is.
pub mod information_session {
    use domain::{
        ids::InformationSessionId,
        outreach::{About, SessionState},
    };
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "information_session")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: InformationSessionId,
        pub about: About,
        #[sea_orm(column_type = "Text")]
        pub title: String,
        #[sea_orm(column_type = "Text")]
        pub summary: String,
        pub state: SessionState,
        pub reception_at: DateTimeUtc,
        pub starts_at: DateTimeUtc,
        pub ends_at: DateTimeUtc,
        pub closes_at: DateTimeUtc,
        #[sea_orm(column_type = "Text")]
        pub venue: String,
        #[sea_orm(column_type = "Text")]
        pub address: String,
        #[sea_orm(column_type = "Text")]
        pub map_url: String,
        #[sea_orm(column_type = "Text")]
        pub meeting_url: String,
        pub capacity: i32,
        pub confirm_hours: i32,
        #[sea_orm(column_type = "Text")]
        pub contact: String,
        #[sea_orm(column_type = "Text")]
        pub speakers: String,
        #[sea_orm(column_type = "Text")]
        pub language: String,
        #[sea_orm(column_type = "Text")]
        pub helps: String,
        #[sea_orm(column_type = "Text")]
        pub help_note: String,
        pub sequence: i32,
        #[sea_orm(column_type = "Text")]
        pub moved_note: String,
        #[sea_orm(column_type = "Text")]
        pub cancelled_because: String,
        pub series_id: Option<Uuid>,
        pub created_by: Uuid,
        pub created_at: DateTimeUtc,
        pub changed_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A party that wants to come.
pub mod registration {
    use domain::{
        Lang,
        ids::{InformationSessionId, RegistrationId},
        outreach::{AgeBand, RegistrationState, Source},
    };
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "registration")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: RegistrationId,
        pub session_id: InformationSessionId,
        pub number: i32,
        pub state: RegistrationState,
        #[sea_orm(column_type = "Text")]
        pub name: String,
        #[sea_orm(column_type = "Text")]
        pub reading: String,
        #[sea_orm(column_type = "Text")]
        pub phone: String,
        #[sea_orm(column_type = "Text")]
        pub mail: String,
        #[sea_orm(column_type = "Text")]
        pub name_folded: String,
        #[sea_orm(column_type = "Text")]
        pub reading_folded: String,
        #[sea_orm(column_type = "Text")]
        pub phone_folded: String,
        pub party: i32,
        #[sea_orm(column_type = "Text")]
        pub town: String,
        pub age_band: Option<AgeBand>,
        #[sea_orm(column_type = "Text")]
        pub question: String,
        #[sea_orm(column_type = "Text")]
        pub needs: String,
        pub source: Source,
        pub lang: Lang,
        pub entered_by: Option<Uuid>,
        pub offered_until: Option<DateTimeUtc>,
        pub told_at: Option<DateTimeUtc>,
        pub told_by: Option<Uuid>,
        pub consented_at: DateTimeUtc,
        pub created_at: DateTimeUtc,
        pub changed_at: DateTimeUtc,
        pub invitation_id: Option<Uuid>,
        pub removed_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What happened to a registration; append-only.
pub mod registration_event {
    use domain::{
        ids::{RegistrationEventId, RegistrationId},
        outreach::RegistrationEvent,
    };
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "registration_event")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: RegistrationEventId,
        pub registration_id: RegistrationId,
        pub event: RegistrationEvent,
        pub seats: i32,
        pub by_person: Option<Uuid>,
        pub at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A tap at a reception desk; append-only.
pub mod reception_tap {
    use domain::{
        ids::{InformationSessionId, ReceptionTapId, RegistrationId},
        outreach::TapKind,
    };
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "reception_tap")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ReceptionTapId,
        pub session_id: InformationSessionId,
        pub registration_id: RegistrationId,
        pub kind: TapKind,
        pub takes_back: Option<Uuid>,
        pub people: i32,
        pub by_person: Uuid,
        pub at: DateTimeUtc,
        pub received_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A call made after a session; append-only.
pub mod registration_call {
    use domain::{
        ids::{RegistrationCallId, RegistrationId},
        outreach::CallOutcome,
    };
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "registration_call")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: RegistrationCallId,
        pub registration_id: RegistrationId,
        pub outcome: CallOutcome,
        #[sea_orm(column_type = "Text")]
        pub note: String,
        pub by_person: Uuid,
        pub at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A question from the public page.
pub mod enquiry {
    use domain::{Lang, ids::EnquiryId};
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "enquiry")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: EnquiryId,
        #[sea_orm(column_type = "Text")]
        pub name: String,
        #[sea_orm(column_type = "Text")]
        pub contact: String,
        #[sea_orm(column_type = "Text")]
        pub message: String,
        pub lang: Lang,
        pub created_at: DateTimeUtc,
        pub answer_by: Date,
        pub answered_at: Option<DateTimeUtc>,
        pub answered_by: Option<Uuid>,
        #[sea_orm(column_type = "Text")]
        pub answer: String,
        pub removed_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
