//! The tables of the matching room. Their columns are explained in `migrations`.
#![allow(
    missing_docs,
    reason = "the columns are named after what they hold; the migration is their reference"
)]

/// A company that offers work.
pub mod employer {
    use sea_orm::entity::prelude::*;

    use crate::db::folded::Keys;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "employer")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub name: String,
        #[sea_orm(column_type = "Text")]
        pub contact_name: String,
        #[sea_orm(column_type = "Text")]
        pub contact_email: String,
        #[sea_orm(column_type = "Text")]
        pub note: String,
        pub created_at: DateTimeUtc,
        #[sea_orm(column_type = "Text", nullable)]
        pub address: Option<String>,
        #[sea_orm(column_type = "Text", nullable)]
        pub representative: Option<String>,
    }

    #[async_trait::async_trait]
    impl ActiveModelBehavior for ActiveModel {
        async fn after_save<C: ConnectionTrait>(row: Model, db: &C, _: bool) -> Result<Model, DbErr> {
            crate::db::folded::write(db, "employer", row.id, &row.keys()).await?;
            Ok(row)
        }
    }

    impl Model {
        /// What the row is found and sorted by.
        pub(crate) fn keys(&self) -> Keys {
            Keys::of([self.name.as_str(), &self.contact_name, &self.contact_email])
                .sorted_by(&self.name, None)
        }
    }
}

/// A job that an employer offers.
pub mod opening {
    use domain::matching::WorkMode;
    use sea_orm::entity::prelude::*;

    use crate::db::folded::Keys;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "opening")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub employer_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub title: String,
        #[sea_orm(column_type = "Text")]
        pub kind: String,
        #[sea_orm(column_type = "Text")]
        pub description: String,
        pub work_mode: WorkMode,
        #[sea_orm(column_type = "Text")]
        pub place: String,
        #[sea_orm(column_type = "Text")]
        pub wage: String,
        pub hours_per_week: i32,
        pub from_minute: i32,
        pub to_minute: i32,
        pub starts_on: Date,
        pub equipment_provided: bool,
        #[sea_orm(column_type = "Text")]
        pub essential: String,
        #[sea_orm(column_type = "Text")]
        pub desirable: String,
        pub seats: i32,
        #[sea_orm(column_type = "Text", nullable)]
        pub rule_id: Option<String>,
        pub closes_on: Date,
        pub created_at: DateTimeUtc,
        pub closed_at: Option<DateTimeUtc>,
    }

    #[async_trait::async_trait]
    impl ActiveModelBehavior for ActiveModel {
        async fn after_save<C: ConnectionTrait>(row: Model, db: &C, _: bool) -> Result<Model, DbErr> {
            crate::db::folded::write(db, "opening", row.id, &row.keys()).await?;
            Ok(row)
        }
    }

    impl Model {
        /// What the row is found and sorted by.
        pub(crate) fn keys(&self) -> Keys {
            Keys::of([self.title.as_str(), &self.place])
        }
    }
}

/// A person's wishes and limits for work, as JSON of `domain::matching::Wishes`.
pub mod wishes {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "wishes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub data: String,
        pub updated_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A learner's permission to show chosen fields for one opening, under the terms that the learner read.
pub mod consent {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "consent")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub employer_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub fields: String,
        #[sea_orm(column_type = "Text")]
        pub purpose: String,
        pub given_at: DateTimeUtc,
        pub expires_at: DateTimeUtc,
        pub withdrawn_at: Option<DateTimeUtc>,
        pub opening_id: Option<Uuid>,
        #[sea_orm(column_type = "Text", nullable)]
        pub terms: Option<String>,
        pub awaits_second: Option<bool>,
        pub confirmed_by: Option<Uuid>,
        pub confirmed_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A packet sent to an employer by an expiring link, and the answer.
pub mod referral {
    use domain::matching::Answer;
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "referral")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub opening_id: Uuid,
        pub person_id: Uuid,
        pub consent_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub packet: String,
        #[sea_orm(column_type = "Text")]
        pub token_hash: String,
        pub created_by: Uuid,
        pub created_at: DateTimeUtc,
        pub expires_at: DateTimeUtc,
        pub opened_at: Option<DateTimeUtc>,
        pub answer: Option<Answer>,
        #[sea_orm(column_type = "Text")]
        pub answer_note: String,
        pub answered_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What an employer answered; append-only, the latest counts.
pub mod referral_answer {
    use domain::matching::Answer;
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "referral_answer")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub referral_id: Uuid,
        pub answer: Answer,
        #[sea_orm(column_type = "Text")]
        pub note: String,
        pub at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// That a person is passed over for an opening this time; taken back by removing the row.
pub mod passed_over {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "passed_over")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub opening_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub reason: String,
        pub by_person: Uuid,
        pub at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A person at work.
pub mod placement {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "placement")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub opening_id: Uuid,
        pub referral_id: Option<Uuid>,
        pub starts_on: Date,
        pub created_by: Uuid,
        pub created_at: DateTimeUtc,
        pub ended_on: Option<Date>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A round in which the seats of several openings are given out at once.
pub mod placement_round {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "placement_round")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub title: String,
        pub until: Date,
        pub created_by: Uuid,
        pub created_at: DateTimeUtc,
        pub decided_by: Option<Uuid>,
        pub decided_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// An opening of a round.
pub mod round_opening {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "round_opening")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub round_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub opening_id: Uuid,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a person or a company prefers; append-only, the latest counts.
pub mod round_ranking {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "round_ranking")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub round_id: Uuid,
        pub person_id: Option<Uuid>,
        pub opening_id: Option<Uuid>,
        #[sea_orm(column_type = "Text")]
        pub ranked: String,
        pub by_person: Uuid,
        pub at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who got which opening when a round was decided.
pub mod round_result {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "round_result")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub round_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        pub opening_id: Uuid,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What an opening says of what the law asks, as JSON; append-only, the latest counts.
pub mod opening_posting {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "opening_posting")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub opening_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub data: String,
        pub by_person: Uuid,
        pub at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
