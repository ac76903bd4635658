//! The tables of the telework room. Their columns are explained in `migrations`.
#![allow(
    missing_docs,
    reason = "the columns are named after what they hold; the migration is their reference"
)]

/// A thing that is lent.
pub mod kit {
    use domain::telework::{KitKind, KitState};
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "kit")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub number: String,
        pub kind: KitKind,
        #[sea_orm(column_type = "Text")]
        pub name: String,
        pub state: KitState,
        #[sea_orm(column_type = "Text")]
        pub note: String,
        pub created_by: Uuid,
        pub created_at: DateTimeUtc,
        pub counted_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A picture of a kit.
pub mod kit_photo {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "kit_photo")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub kit_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub kind: String,
        pub content: Vec<u8>,
        pub at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Something that belongs to a kit.
pub mod kit_part {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "kit_part")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kit_id: Uuid,
        pub place: i32,
        #[sea_orm(column_type = "Text")]
        pub name: String,
        pub missing_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A kit with somebody, from one day to another.
pub mod loan {
    use domain::telework::{Agreed, LoanEnd};
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "loan")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kit_id: Uuid,
        pub person_id: Uuid,
        pub lent_by: Uuid,
        pub lent_at: DateTimeUtc,
        pub due_on: Date,
        #[sea_orm(column_type = "Text")]
        pub condition_out: String,
        #[sea_orm(column_type = "Text")]
        pub parts_out: String,
        pub terms_version: i32,
        #[sea_orm(column_type = "Text")]
        pub terms: String,
        pub agreed_how: Option<Agreed>,
        #[sea_orm(column_type = "Text", nullable)]
        pub agreed_name: Option<String>,
        pub agreed_at: Option<DateTimeUtc>,
        pub ended_at: Option<DateTimeUtc>,
        pub ended_by: Option<Uuid>,
        pub ended_how: Option<LoanEnd>,
        #[sea_orm(column_type = "Text")]
        pub condition_back: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What happened to a kit; append-only.
pub mod kit_event {
    use domain::telework::KitEvent;
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "kit_event")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kit_id: Uuid,
        pub at: DateTimeUtc,
        pub by_person: Uuid,
        pub what: KitEvent,
        pub loan_id: Option<Uuid>,
        #[sea_orm(column_type = "Text")]
        pub note: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A version of a text that people agree to; append-only.
pub mod agreed_text {
    use domain::telework::TextKind;
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "agreed_text")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: TextKind,
        pub version: i32,
        #[sea_orm(column_type = "Text")]
        pub ja: String,
        #[sea_orm(column_type = "Text")]
        pub en: String,
        pub made_by: Uuid,
        pub made_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What was measured at somebody's home; append-only.
pub mod measurement {
    use domain::telework::Measure;
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "measurement")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub measure: Measure,
        #[sea_orm(column_type = "Text")]
        pub value: String,
        #[sea_orm(column_type = "Text")]
        pub problems: String,
        #[sea_orm(column_type = "Text")]
        pub agent: String,
        pub at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who agreed to a version of the pledge; append-only.
pub mod pledge {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "pledge")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub version: i32,
        #[sea_orm(column_type = "Text")]
        pub text: String,
        #[sea_orm(column_type = "Text")]
        pub name: String,
        pub at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The place where somebody works at home.
pub mod workplace {
    use domain::telework::Decision;
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "workplace")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub items: String,
        #[sea_orm(column_type = "Text")]
        pub note: String,
        pub at: DateTimeUtc,
        pub decision: Option<Decision>,
        pub decided_by: Option<Uuid>,
        pub decided_at: Option<DateTimeUtc>,
        #[sea_orm(column_type = "Text")]
        pub reason: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A picture of the desk, until the decision.
pub mod workplace_photo {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "workplace_photo")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workplace_id: Uuid,
        pub content: Vec<u8>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Something that happened and has to be looked after at once.
pub mod incident {
    use domain::telework::IncidentKind;
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "incident")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub kind: IncidentKind,
        #[sea_orm(column_type = "Text")]
        pub what: String,
        pub at: DateTimeUtc,
        pub closed_at: Option<DateTimeUtc>,
        pub closed_by: Option<Uuid>,
        #[sea_orm(column_type = "Text")]
        pub learnt: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What was done about an incident; append-only.
pub mod incident_note {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "incident_note")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub incident_id: Uuid,
        pub by_person: Uuid,
        pub at: DateTimeUtc,
        #[sea_orm(column_type = "Text")]
        pub note: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A call between two people.
pub mod call {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "call")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub host_id: Uuid,
        pub created_at: DateTimeUtc,
        pub joined_at: Option<DateTimeUtc>,
        pub ended_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
