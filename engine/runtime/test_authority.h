// For tests: a certificate authority that lives in memory. Valid from yesterday until tomorrow.
#pragma once

#include <memory>
#include <string>

namespace ikp::runtime {

class TestAuthority {
 public:
  struct Identity {
    std::string certificate_pem;
    std::string private_key_pem;
  };

  explicit TestAuthority(const std::string& name = "Test authority");
  ~TestAuthority();

  // The authority's own certificate, to be trusted.
  std::string certificate_pem() const;
  // A server's certificate for `subject_alternative_name`, as OpenSSL writes it: "DNS:localhost", "IP:127.0.0.1".
  Identity Issue(const std::string& subject_alternative_name);

 private:
  struct Keys;
  std::unique_ptr<Keys> keys_;
};

}  // namespace ikp::runtime
