// The tables of the store, as the list of migrations that leads to them. A released migration is never edited.
#pragma once

#include "engine/store/migrations.h"

namespace ikp::store {

const std::vector<Migration>& SchemaMigrations();

}  // namespace ikp::store
