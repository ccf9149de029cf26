#include "engine/store/batch_rules.h"

#include <stdexcept>

namespace ikp::store {

void CheckWellFormed(const ports::WriteBatch& batch) {
  for (const auto& mutation : batch) {
    if (const auto* open = std::get_if<ports::OpenIntent>(&mutation)) {
      if (open->intent.state != ports::IntentState::kOpen) {
        throw std::invalid_argument("OpenIntent: intent " + open->intent.id.str() + " must be in state open");
      }
    } else if (const auto* settle = std::get_if<ports::SettleIntent>(&mutation)) {
      if (settle->state == ports::IntentState::kOpen) {
        throw std::invalid_argument("SettleIntent: intent " + settle->id.str() + " cannot be settled to state open");
      }
    }
  }
}

}  // namespace ikp::store
