//! The tables of the readiness room. Their columns are explained in `migrations`.
#![allow(
    missing_docs,
    reason = "the columns are named after what they hold; the migration is their reference"
)]

/// That an item of a checklist was checked; append-only, the latest counts.
pub mod checklist_entry {
    use domain::readiness::How;
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "checklist_entry")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub rule_id: String,
        #[sea_orm(column_type = "Text")]
        pub requirement_id: String,
        #[sea_orm(column_type = "Text")]
        pub item_id: String,
        pub ok: bool,
        pub how: How,
        #[sea_orm(column_type = "Text")]
        pub note: String,
        pub set_by: Uuid,
        pub set_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A requirement set aside for a person, for a time and a reason.
pub mod waiver {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "waiver")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub rule_id: String,
        #[sea_orm(column_type = "Text")]
        pub requirement_id: String,
        #[sea_orm(column_type = "Text")]
        pub reason: String,
        pub until: DateTimeUtc,
        pub granted_by: Uuid,
        pub granted_at: DateTimeUtc,
        pub withdrawn_by: Option<Uuid>,
        pub withdrawn_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A signed readiness decision, pinned to the rule's revision and the evidence.
pub mod decision {
    use domain::readiness::Verdict;
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "decision")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub rule_id: String,
        #[sea_orm(column_type = "Text")]
        pub rule_hash: String,
        pub verdict: Verdict,
        #[sea_orm(column_type = "Text")]
        pub reason: String,
        #[sea_orm(column_type = "Text")]
        pub evidence: String,
        #[sea_orm(column_type = "Text")]
        pub evaluation: String,
        pub signed_by: Uuid,
        pub signed_at: DateTimeUtc,
        pub expires_at: Option<DateTimeUtc>,
        #[sea_orm(column_type = "Text")]
        pub signature: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A key that this server made for itself once.
pub mod secret {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "secret")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub name: String,
        #[sea_orm(column_type = "Text")]
        pub value: String,
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A learner's objection to a decision, and its answer by somebody who did not sign it.
pub mod appeal {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "appeal")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub decision_id: Uuid,
        pub person_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub message: String,
        pub created_at: DateTimeUtc,
        #[sea_orm(column_type = "Text", nullable)]
        pub answer: Option<String>,
        pub answered_by: Option<Uuid>,
        pub answered_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What was answered to an appeal; append-only, the latest counts.
pub mod appeal_answer {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "appeal_answer")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub appeal_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub answer: String,
        pub by_person: Uuid,
        pub at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Where a person stands under a rule, made from everything else; one row for each basis that it was made with.
pub mod standing {
    use sea_orm::entity::prelude::*;

    use crate::readiness::state::BoardState;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "standing")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub rule_id: String,
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub basis: String,
        pub state: BoardState,
        #[sea_orm(column_type = "Text")]
        pub state_key: String,
        #[sea_orm(column_type = "Text")]
        pub name_key: String,
        #[sea_orm(column_type = "Text")]
        pub decided: String,
        pub signed_at: Option<DateTimeUtc>,
        pub signed_by: Option<Uuid>,
        pub recheck: bool,
        #[sea_orm(column_type = "Text")]
        pub evaluation: String,
        #[sea_orm(column_type = "Text")]
        pub missing: String,
        #[sea_orm(column_type = "Text")]
        pub recent: String,
        pub recent_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Of a person whose standings were made: how often, and when the clock alone changes them next.
pub mod standing_person {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "standing_person")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        pub version: i64,
        pub due_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Of a rule: which of its standings are shown, and how often any of them changed.
pub mod standing_rule {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "standing_rule")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub rule_id: String,
        #[sea_orm(column_type = "Text")]
        pub basis: String,
        #[sea_orm(column_type = "Text")]
        pub rule_hash: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub making: Option<String>,
        pub version: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A mark: something changed that a person's standings rest on. Written by the database (`m0025_standing`).
pub mod stale {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "stale")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
