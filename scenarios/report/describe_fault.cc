#include <algorithm>
#include <array>

#include "scenarios/report/describe.h"
#include "scenarios/report/text.h"

namespace ikp::scenarios::report {
namespace {

// "the next POST", "the 2nd POST", "the 2nd to 5th POST", "every POST for 5 min"
std::string WhichMessages(const Fault& fault) {
  const std::string message = fault.method.empty() ? "message" : fault.method;
  if (fault.count == 0) {
    const std::string after = fault.after > 0 ? " after the first " + std::to_string(fault.after) : "";
    return "every " + message + after;
  }
  if (fault.count == 1)
    return fault.after == 0 ? "the next " + message : "the " + Ordinal(fault.after + 1) + " " + message;
  if (fault.after == 0) return "the next " + Counted(fault.count, message);
  return "the " + Ordinal(fault.after + 1) + " to " + Ordinal(fault.after + fault.count) + " " + message;
}

// "for the 2nd POST to Procare"
std::string ForMessages(const Fault& fault) {
  std::string text = "for " + WhichMessages(fault);
  if (fault.where == System::kIks || fault.where == System::kProcare) text += " to " + std::string(NameOf(fault.where));
  if (fault.where == System::kEngine) text += " to the engine";
  if (fault.where == System::kAgent) text += " of an agent to the engine";
  if (fault.where == System::kProgram) text += " of an agent to the program on its PC";
  if (fault.lasts.count() > 0) text += ", within " + Span(fault.lasts);
  return text;
}

std::string Lasting(const Fault& fault) {
  return fault.lasts.count() > 0 ? " for " + Span(fault.lasts) : " until everything heals";
}

std::string Down(const Fault& fault) { return fault.ms.count() > 0 ? ", down for " + Span(fault.ms) : ""; }

// A webhook's fault: "the next 3 webhooks".
std::string Webhooks(const Fault& fault) {
  if (fault.count == 0) return "every webhook" + Lasting(fault);
  if (fault.count == 1) return fault.after == 0 ? "the next webhook" : "the " + Ordinal(fault.after + 1) + " webhook";
  return "the next " + Counted(fault.count, "webhook");
}

std::string OfNetwork(const Fault& fault) {
  const std::string which = ForMessages(fault);
  switch (fault.kind) {
    case FaultKind::kDelay:
      return "The way there takes " + Span(fault.ms) + " longer " + which;
    case FaultKind::kRequestLost:
      return "The request is lost " + which;
    case FaultKind::kAnswerLost:
      return "The answer is lost " + which;
    case FaultKind::kLateAnswer:
      return "The answer comes " + Span(fault.ms) + " late " + which;
    case FaultKind::kDuplicated:
      return "The message arrives a second time, " + Span(fault.ms) + " later, " + which;
    case FaultKind::kReset:
      return "The connection is reset " + which;
    case FaultKind::kTruncated:
      return "Half of the answer arrives " + which;
    case FaultKind::kHtmlAnswer:
      return "A proxy's web page arrives in place of the answer " + which +
             (fault.number == 1 ? ", after it was handled" : ", before it was handled");
    case FaultKind::kPartition:
      return "Nothing goes through to or from " + std::string(NameOf(fault.where)) + Lasting(fault);
    default:
      return "Everything to and from " + std::string(NameOf(fault.where)) + " takes " + Span(fault.ms) + " longer" +
             Lasting(fault);
  }
}

std::string TooMany(const Fault& fault) {
  const std::string wait = fault.number == -1   ? ", without Retry-After"
                           : fault.number == -2 ? ", with a date as Retry-After"
                                                : ", Retry-After " + std::to_string(fault.number) + " s";
  return "answers 429 too many requests" + wait + " " + ForMessages(fault);
}

std::string OfSystem(const Fault& fault) {
  const std::string system = fault.where == System::kAny ? "A system" : std::string(NameOf(fault.where));
  const std::string number = std::to_string(fault.number);
  switch (fault.kind) {
    case FaultKind::kServerError:
      return system + " answers " + number + " " + ForMessages(fault);
    case FaultKind::kTooMany:
      return system + " " + TooMany(fault);
    case FaultKind::kTokenExpires:
      return "The engine's token at " + system + " expires";
    case FaultKind::kTokenRevoked:
      return "The engine's token at " + system + " is revoked";
    case FaultKind::kNotCleared:
      return "The engine's login at " + system + " is good for nothing" + Lasting(fault);
    case FaultKind::kLocked:
      return "The engine's account at " + system + " is locked" + Lasting(fault);
    case FaultKind::kPageCap:
      return system + " gives at most " + Counted(fault.number, "row") + " a page" + Lasting(fault);
    case FaultKind::kPageDrift:
      return std::string("A row ") + (fault.number == 0 ? "disappears" : "appears") + " between two pages of " + system;
    case FaultKind::kIgnoredOffset:
      return system + " ignores the offset of a page" + Lasting(fault);
    case FaultKind::kWindowCap:
      return system + " shows no more than " + Counted(fault.number, "row") + " of any list" + Lasting(fault);
    case FaultKind::kReadLag:
      return "What is written to " + system + " shows in reads " + Span(fault.ms) + " later" + Lasting(fault);
    case FaultKind::kLooseTypes:
      return system + " answers with loose types" + Lasting(fault);
    case FaultKind::kReadBackMissing:
      return system + " answers 404 right after a write " + ForMessages(fault);
    default:
      return system + " keeps only " + Counted(fault.number, "guardian") + " of a write " + ForMessages(fault);
  }
}

std::string OfWebhooks(const Fault& fault) {
  const std::string which = Webhooks(fault);
  switch (fault.kind) {
    case FaultKind::kWebhookDropped:
      return "IKS drops " + which;
    case FaultKind::kWebhookDuplicated:
      return "IKS sends " + which + " twice";
    case FaultKind::kWebhookDelayed:
      return "IKS sends " + which + " " + Span(fault.ms) + " late";
    default:
      return "IKS sends " + which + " in another order";
  }
}

// "right before its 3rd durable write from then on"
std::string CrashPoint(const Fault& fault, std::string_view unit) {
  const std::string side = fault.value == "before" || fault.value == "after" ? "right " + fault.value : "at";
  return side + " its " + Ordinal(std::max(fault.number, 1)) + " " + std::string(unit) + " from then on" + Down(fault);
}

std::string OfEngine(const Fault& fault) {
  switch (fault.kind) {
    case FaultKind::kCrash:
      return "The engine crashes" + Down(fault);
    case FaultKind::kCrashAtWrite:
      return "The engine crashes " + CrashPoint(fault, "durable write");
    case FaultKind::kCrashAtMessage:
      return "The engine crashes " + CrashPoint(fault, "message");
    case FaultKind::kCrashAtStep:
      return "The engine crashes " + CrashPoint(fault, "step");
    case FaultKind::kPowerLoss:
      return "The engine's machine loses power, what was not flushed is gone" + Down(fault);
    case FaultKind::kDiskFull:
      return "The engine's disk is full" + Lasting(fault);
    case FaultKind::kSecondEngine:
      return "A second engine runs on the same store" + Lasting(fault);
    case FaultKind::kClockStep:
      return std::string("The engine's clock jumps ") + Span(fault.ms) + (fault.ms.count() < 0 ? " back" : " ahead");
    default:
      return "The engine's clock runs " + std::to_string(fault.number) + " parts in a million wrong" + Lasting(fault);
  }
}

// "the PC of site 1", "every PC"
std::string PcOf(const Fault& fault) {
  return fault.site < 0 ? "every PC" : "the PC of site " + std::to_string(fault.site);
}

std::string OfPc(const Fault& fault) {
  const std::string pc = PcOf(fault);
  const std::string agent = fault.site < 0 ? "every agent" : "the agent of site " + std::to_string(fault.site);
  const std::string next = Counted(std::max(fault.count, 1), "page");
  switch (fault.kind) {
    case FaultKind::kPcSleeps:
      return "Asleep: " + pc + Lasting(fault);
    case FaultKind::kPcOff:
      return "Off: " + pc + Lasting(fault);
    case FaultKind::kPcReboots:
      return "In the middle of its next reading reboots " + pc;
    case FaultKind::kSeatsFull:
      return "People use all seats of " + pc + Lasting(fault);
    case FaultKind::kSessionKicked:
      return "Somebody ends the session of " + agent + " at its next " + Counted(std::max(fault.count, 1), "call");
    case FaultKind::kVersionMismatch:
      return "Procare is updated on " + pc + ", and its agent is not" + Lasting(fault);
    case FaultKind::kPcDiskFull:
      return "The disk of the database is full on " + pc + Lasting(fault);
    case FaultKind::kPcClockWrong:
      return "The clock is " + Span(fault.ms) + (fault.ms.count() < 0 ? " behind on " : " ahead on ") + pc +
             Lasting(fault);
    case FaultKind::kSlowRun:
      return "Each account of the next " + next + " takes " + Span(fault.ms) + " on " + pc;
    case FaultKind::kLatin1Bytes:
      return "The next " + next + " of " + pc + " are not UTF-8";
    case FaultKind::kAgentCrash:
      return "Crash of " + agent + Down(fault);
    case FaultKind::kAgentCrashAtWrite:
      return "Crash of " + agent + " " + CrashPoint(fault, "journal entry");
    default:
      return "Crash of " + agent + " " +
             CrashPoint(fault, fault.method == "POST" ? "entry into the program" : "message");
  }
}

}  // namespace

std::string_view NameOf(System system) {
  constexpr std::array<std::string_view, 6> kNames = {"any system", "IKS",        "Procare",
                                                      "the engine", "the agents", "the program"};
  return kNames.at(static_cast<std::size_t>(system));
}

std::string Describe(const Fault& fault) {
  if (fault.kind <= FaultKind::kClog) return OfNetwork(fault);
  if (fault.kind <= FaultKind::kPartialWrite) return OfSystem(fault);
  if (fault.kind <= FaultKind::kWebhookReordered) return OfWebhooks(fault);
  return IsAtPc(fault.kind) ? OfPc(fault) : OfEngine(fault);
}

}  // namespace ikp::scenarios::report
