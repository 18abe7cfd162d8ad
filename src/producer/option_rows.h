/* The options, one row each, in the order in which they are printed. Included by option_table.h only.
 *
 *   X(id, name, aliases, type, default, range, importance, flags, needs, doc)
 *
 * id       KP__OPT_<id>; the name with _ for .
 * aliases  comma-separated; "alias*1024" takes values in units of 1024
 * type     INT (32 bits), LONG, MS (a long, milliseconds), BOOL, ENUM, DECIMAL, STRING, LIST, PASSWORD
 * default  NULL: unset
 * range    alternatives separated by |. Of a number each is a number or "from..to" (either end may be missing); of an
 *          ENUM each is a value: its number is itself if it is one, the next value's if that is one (so that "all|-1"
 *          are two spellings, the first of them canonical), else its place from 0
 * flags    KP__OPTION_ bits, see option_table.h
 * needs    the feature that is missing: any value but the default is an error that names it. NULL: nothing is missing
 *
 * Names and defaults are the Java producer's; the last blocks are the reader's and kprod's own. */

/* clang-format off */
#define KP__OPTIONS(X) \
    /* the cluster */ \
    X(bootstrap_servers, "bootstrap.servers", "metadata.broker.list", LIST, NULL, "", HIGH, KP__OPTION_NONEMPTY, NULL, \
      "Where to ask for the cluster first: host:port, comma-separated, IPv6 in brackets. One that answers is enough. embedded:DIR serves the directory DIR from this process, where the program links the embedded broker.") \
    X(client_id, "client.id", "", STRING, "kprod", "", MEDIUM, KP__OPTION_NAME, NULL, \
      "The name by which the cluster's logs and quotas know this client.") \
    X(client_dns_lookup, "client.dns.lookup", "", ENUM, "use_all_dns_ips", "use_all_dns_ips|resolve_canonical_bootstrap_servers_only", MEDIUM, 0, "canonical names at bootstrap", \
      "Which addresses of a host name are tried: all of them in turn, or those of the canonical name.") \
    X(metadata_max_age_ms, "metadata.max.age.ms", "topic.metadata.refresh.interval.ms", MS, "300000", "0..", LOW, 0, NULL, \
      "The picture of the cluster is renewed at least this often, without any reason.") \
    X(metadata_max_idle_ms, "metadata.max.idle.ms", "", MS, "300000", "5000..", LOW, 0, NULL, \
      "A topic that nothing was sent to for this long is no longer asked about when the picture of the cluster is renewed; the next record for it asks first.") \
    X(metadata_recovery_strategy, "metadata.recovery.strategy", "", ENUM, "rebootstrap", "none|rebootstrap", LOW, KP__OPTION_CASELESS, NULL, \
      "What to do when no known broker answers: keep trying them, or begin again with bootstrap.servers.") \
    X(metadata_recovery_rebootstrap_trigger_ms, "metadata.recovery.rebootstrap.trigger.ms", "", MS, "300000", "0..", LOW, 0, NULL, \
      "With metadata.recovery.strategy=rebootstrap: begin again after this long without metadata.") \
    /* batches */ \
    X(acks, "acks", "request.required.acks", ENUM, "all", "all|-1|0|1", LOW, 0, NULL, \
      "Who must have a record before it counts as written: all replicas in sync, the leader alone (1), or nobody (0: no answer is waited for, losses stay unseen).") \
    X(batch_size, "batch.size", "", INT, "16384", "0..", MEDIUM, 0, NULL, \
      "A batch of one partition is sent at this many bytes even if linger.ms is not over. 0 is 1: every record alone. Unless set, a full batch that cannot be sent yet grows further.") \
    X(linger_ms, "linger.ms", "queue.buffering.max.ms", MS, "5", "0..", MEDIUM, 0, NULL, \
      "How long a batch that is not full waits for more records. Synchronous sends and flush never wait for it.") \
    X(buffer_memory, "buffer.memory", "queue.buffering.max.kbytes*1024", LONG, "33554432", "0..", HIGH, 0, NULL, \
      "Bytes for records that are not acknowledged yet. When they are used up, send waits at most max.block.ms.") \
    X(max_block_ms, "max.block.ms", "", MS, "60000", "0..", MEDIUM, 0, NULL, \
      "The longest time that send waits, for memory and for the topic's metadata together.") \
    X(max_request_size, "max.request.size", "message.max.bytes", INT, "1048576", "0..", MEDIUM, 0, NULL, \
      "The largest request, and the largest record before compression. The broker has limits of its own.") \
    X(compression_type, "compression.type", "compression.codec", ENUM, "none", "none|gzip|snappy|lz4|zstd", HIGH, 0, "compression", \
      "How whole batches are compressed.") \
    X(compression_gzip_level, "compression.gzip.level", "", INT, "-1", "-1|1..9", MEDIUM, 0, "compression", \
      "Level with compression.type=gzip; -1 is the codec's own default.") \
    X(compression_lz4_level, "compression.lz4.level", "", INT, "9", "1..17", MEDIUM, 0, "compression", \
      "Level with compression.type=lz4; 9 is the fast method, as in Java.") \
    X(compression_zstd_level, "compression.zstd.level", "", INT, "3", "-131072..22", MEDIUM, 0, "compression", \
      "Level with compression.type=zstd.") \
    /* delivery */ \
    X(delivery_timeout_ms, "delivery.timeout.ms", "message.timeout.ms", MS, "120000", "0..2147483647", MEDIUM, 0, NULL, \
      "A record's outcome is told at the latest this long after it was queued, retries included. At least linger.ms + request.timeout.ms.") \
    X(request_timeout_ms, "request.timeout.ms", "", MS, "30000", "0..2147483647", MEDIUM, 0, NULL, \
      "A request without an answer after this long has failed: its connection is closed. The broker is told the same time for collecting acks=all.") \
    X(retries, "retries", "message.send.max.retries", INT, "2147483647", "0..", HIGH, 0, NULL, \
      "How often a batch is sent again after an error that may pass. delivery.timeout.ms ends it in any case.") \
    X(retry_backoff_ms, "retry.backoff.ms", "", MS, "100", "0..", LOW, 0, NULL, \
      "Pause before the first repetition; doubles each time, with some chance.") \
    X(retry_backoff_max_ms, "retry.backoff.max.ms", "", MS, "1000", "0..", LOW, 0, NULL, \
      "The pause before a repetition does not grow beyond this.") \
    X(max_in_flight_requests_per_connection, "max.in.flight.requests.per.connection", "max.in.flight", INT, "5", "1..", LOW, 0, NULL, \
      "Requests on their way to one broker at once; at most 5 with idempotence.") \
    X(enable_idempotence, "enable.idempotence", "", BOOL, "true", "", LOW, 0, NULL, \
      "Repetitions are neither doubled nor reordered in the log. Needs acks=all, retries above 0 and at most 5 requests in flight; off by itself when acks or retries are set otherwise and this is not.") \
    X(transactional_id, "transactional.id", "", STRING, NULL, "", LOW, KP__OPTION_NONEMPTY, "transactions", \
      "The name under which transactions survive this process; switches them on.") \
    X(transaction_timeout_ms, "transaction.timeout.ms", "", MS, "60000", "0..2147483647", LOW, 0, "transactions", \
      "The broker aborts a transaction that is open for longer.") \
    X(transaction_two_phase_commit_enable, "transaction.two.phase.commit.enable", "", BOOL, "false", "", LOW, 0, "two-phase commit", \
      "Transactions take part in a commit that another system coordinates.") \
    /* partitions and plug-ins */ \
    X(partitioner_class, "partitioner.class", "", STRING, NULL, "", MEDIUM, 0, "partitioners of the application", \
      "Who chooses the partition; unset: by the key's hash, and without a key one partition for a batch after another.") \
    X(partitioner_ignore_keys, "partitioner.ignore.keys", "", BOOL, "false", "", MEDIUM, 0, NULL, \
      "The key does not choose the partition.") \
    X(partitioner_adaptive_partitioning_enable, "partitioner.adaptive.partitioning.enable", "", BOOL, "true", "", LOW, 0, NULL, \
      "Records without a key avoid partitions with long queues.") \
    X(partitioner_availability_timeout_ms, "partitioner.availability.timeout.ms", "", MS, "0", "0..", LOW, 0, "partitions that are left out while slow", \
      "Records without a key avoid partitions whose broker took nothing for this long; 0 is never.") \
    X(interceptor_classes, "interceptor.classes", "", LIST, "", "", LOW, 0, "interceptors", \
      "What sees every record before it is sent and after its outcome.") \
    X(key_serializer, "key.serializer", "", STRING, NULL, "", HIGH, KP__OPTION_SERIALIZER, NULL, \
      "Java's name for what makes keys bytes. kprod takes bytes as they are, so only the serializers that change nothing are accepted.") \
    X(value_serializer, "value.serializer", "", STRING, NULL, "", HIGH, KP__OPTION_SERIALIZER, NULL, \
      "The same for values.") \
    /* connections */ \
    X(send_buffer_bytes, "send.buffer.bytes", "socket.send.buffer.bytes", INT, "131072", "-1..", MEDIUM, 0, NULL, \
      "The socket's buffer for sending; -1 is the system's default.") \
    X(receive_buffer_bytes, "receive.buffer.bytes", "socket.receive.buffer.bytes", INT, "32768", "-1..", MEDIUM, 0, NULL, \
      "The socket's buffer for receiving; -1 is the system's default.") \
    X(reconnect_backoff_ms, "reconnect.backoff.ms", "", MS, "50", "0..", LOW, 0, NULL, \
      "Pause before a broker is dialled again; doubles with each failure, with some chance. Set alone it is constant.") \
    X(reconnect_backoff_max_ms, "reconnect.backoff.max.ms", "", MS, "1000", "0..", LOW, 0, NULL, \
      "The pause before dialling does not grow beyond this.") \
    X(socket_connection_setup_timeout_ms, "socket.connection.setup.timeout.ms", "", MS, "10000", "0..", MEDIUM, 0, NULL, \
      "A connection that is not up after this long has failed; doubles with each failure, with some chance.") \
    X(socket_connection_setup_timeout_max_ms, "socket.connection.setup.timeout.max.ms", "", MS, "30000", "0..", MEDIUM, 0, NULL, \
      "The time allowed for a connection does not grow beyond this.") \
    X(connections_max_idle_ms, "connections.max.idle.ms", "", MS, "540000", "", MEDIUM, 0, NULL, \
      "A connection that carried nothing for this long is closed; negative is never.") \
    X(security_protocol, "security.protocol", "", ENUM, "PLAINTEXT", "PLAINTEXT|SSL|SASL_PLAINTEXT|SASL_SSL", MEDIUM, KP__OPTION_CASELESS, "TLS and SASL", \
      "How connections are protected.") \
    X(security_providers, "security.providers", "", STRING, NULL, "", LOW, KP__OPTION_JVM, NULL, \
      "Java's security providers.") \
    X(config_providers, "config.providers", "", LIST, "", "", LOW, 0, "config providers", \
      "Where ${provider:path:key} in a value is looked up.") \
    /* metrics */ \
    X(enable_metrics_push, "enable.metrics.push", "", BOOL, "true", "", LOW, 0, NULL, \
      "Brokers that ask for the client's metrics get them. (Nothing is pushed yet.)") \
    X(metric_reporters, "metric.reporters", "", LIST, "", "", LOW, KP__OPTION_JVM, NULL, \
      "Java's metric reporters.") \
    X(metrics_sample_window_ms, "metrics.sample.window.ms", "", MS, "30000", "0..", LOW, KP__OPTION_JVM, NULL, \
      "Java's window of a rate.") \
    X(metrics_num_samples, "metrics.num.samples", "", INT, "2", "1..", LOW, KP__OPTION_JVM, NULL, \
      "Java's number of windows of a rate.") \
    X(metrics_recording_level, "metrics.recording.level", "", ENUM, "INFO", "INFO|DEBUG|TRACE", LOW, KP__OPTION_JVM, NULL, \
      "Java's choice of metrics.") \
    /* TLS */ \
    X(ssl_protocol, "ssl.protocol", "", STRING, "TLSv1.3", "", MEDIUM, 0, "TLS", "The newest version of TLS that is offered.") \
    X(ssl_enabled_protocols, "ssl.enabled.protocols", "", LIST, "TLSv1.2,TLSv1.3", "", MEDIUM, 0, "TLS", "The versions of TLS that are accepted.") \
    X(ssl_cipher_suites, "ssl.cipher.suites", "", LIST, NULL, "", LOW, 0, "TLS", "The cipher suites that are offered; unset: all that are sound.") \
    X(ssl_provider, "ssl.provider", "", STRING, NULL, "", MEDIUM, KP__OPTION_JVM, NULL, "Java's TLS provider.") \
    X(ssl_keystore_type, "ssl.keystore.type", "", ENUM, "JKS", "JKS|PKCS12|PEM", MEDIUM, 0, "TLS", "The format of the file with our certificate and key.") \
    X(ssl_keystore_location, "ssl.keystore.location", "", STRING, NULL, "", HIGH, 0, "TLS", "The file with our certificate and key.") \
    X(ssl_keystore_password, "ssl.keystore.password", "", PASSWORD, NULL, "", HIGH, 0, "TLS", "Opens ssl.keystore.location.") \
    X(ssl_key_password, "ssl.key.password", "", PASSWORD, NULL, "", HIGH, 0, "TLS", "Opens the private key.") \
    X(ssl_keystore_key, "ssl.keystore.key", "ssl.key.pem", PASSWORD, NULL, "", HIGH, 0, "TLS", "Our private key itself, as PEM (PKCS#8).") \
    X(ssl_keystore_certificate_chain, "ssl.keystore.certificate.chain", "ssl.certificate.pem", STRING, NULL, "", HIGH, 0, "TLS", "Our certificates themselves, as PEM.") \
    X(ssl_truststore_type, "ssl.truststore.type", "", ENUM, "JKS", "JKS|PKCS12|PEM", MEDIUM, 0, "TLS", "The format of the file with the certificates we trust.") \
    X(ssl_truststore_location, "ssl.truststore.location", "ssl.ca.location", STRING, NULL, "", HIGH, 0, "TLS", "The file with the certificates we trust.") \
    X(ssl_truststore_password, "ssl.truststore.password", "", PASSWORD, NULL, "", HIGH, 0, "TLS", "Opens ssl.truststore.location.") \
    X(ssl_truststore_certificates, "ssl.truststore.certificates", "ssl.ca.pem", STRING, NULL, "", HIGH, 0, "TLS", "The certificates we trust themselves, as PEM.") \
    X(ssl_keymanager_algorithm, "ssl.keymanager.algorithm", "", STRING, "SunX509", "", LOW, KP__OPTION_JVM, NULL, "Java's key manager.") \
    X(ssl_trustmanager_algorithm, "ssl.trustmanager.algorithm", "", STRING, "PKIX", "", LOW, KP__OPTION_JVM, NULL, "Java's trust manager.") \
    X(ssl_endpoint_identification_algorithm, "ssl.endpoint.identification.algorithm", "", STRING, "https", "", LOW, 0, "TLS", "The broker's certificate must name its host (https); empty switches that off.") \
    X(ssl_secure_random_implementation, "ssl.secure.random.implementation", "", STRING, NULL, "", LOW, KP__OPTION_JVM, NULL, "Java's random numbers for TLS.") \
    X(ssl_engine_factory_class, "ssl.engine.factory.class", "", STRING, NULL, "", LOW, 0, "TLS engines of the application", "Java's maker of TLS engines.") \
    /* SASL */ \
    X(sasl_mechanism, "sasl.mechanism", "sasl.mechanisms", STRING, "GSSAPI", "", MEDIUM, 0, "SASL", "How we prove who we are: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER or GSSAPI.") \
    X(sasl_jaas_config, "sasl.jaas.config", "", PASSWORD, NULL, "", MEDIUM, 0, "SASL", "Login module and its options, as in a Java client's file.") \
    X(sasl_client_callback_handler_class, "sasl.client.callback.handler.class", "", STRING, NULL, "", MEDIUM, 0, "SASL", "Java's callback handler of the mechanism.") \
    X(sasl_login_callback_handler_class, "sasl.login.callback.handler.class", "", STRING, NULL, "", MEDIUM, 0, "SASL", "Java's callback handler of the login.") \
    X(sasl_login_class, "sasl.login.class", "", STRING, NULL, "", MEDIUM, 0, "SASL", "Java's login.") \
    X(sasl_kerberos_service_name, "sasl.kerberos.service.name", "", STRING, NULL, "", MEDIUM, 0, "Kerberos", "The service part of the brokers' Kerberos name.") \
    X(sasl_kerberos_kinit_cmd, "sasl.kerberos.kinit.cmd", "", STRING, "/usr/bin/kinit", "", LOW, 0, "Kerberos", "Java's way to a ticket. kprod runs no commands.") \
    X(sasl_kerberos_ticket_renew_window_factor, "sasl.kerberos.ticket.renew.window.factor", "", DECIMAL, "0.8", "", LOW, 0, "Kerberos", "A ticket is renewed after this part of its life.") \
    X(sasl_kerberos_ticket_renew_jitter, "sasl.kerberos.ticket.renew.jitter", "", DECIMAL, "0.05", "", LOW, 0, "Kerberos", "Chance added to that time.") \
    X(sasl_kerberos_min_time_before_relogin, "sasl.kerberos.min.time.before.relogin", "", MS, "60000", "0..", LOW, 0, "Kerberos", "The shortest time between two logins.") \
    X(sasl_login_refresh_window_factor, "sasl.login.refresh.window.factor", "", DECIMAL, "0.8", "0.5..1", LOW, 0, "SASL", "A token is renewed after this part of its life.") \
    X(sasl_login_refresh_window_jitter, "sasl.login.refresh.window.jitter", "", DECIMAL, "0.05", "0..0.25", LOW, 0, "SASL", "Chance added to that time.") \
    X(sasl_login_refresh_min_period_seconds, "sasl.login.refresh.min.period.seconds", "", INT, "60", "0..900", LOW, 0, "SASL", "The shortest time between two renewals.") \
    X(sasl_login_refresh_buffer_seconds, "sasl.login.refresh.buffer.seconds", "", INT, "300", "0..3600", LOW, 0, "SASL", "A token is renewed at the latest this long before its end.") \
    X(sasl_login_connect_timeout_ms, "sasl.login.connect.timeout.ms", "", MS, NULL, "", LOW, 0, "OAUTHBEARER", "Time allowed for a connection to the token server.") \
    X(sasl_login_read_timeout_ms, "sasl.login.read.timeout.ms", "", MS, NULL, "", LOW, 0, "OAUTHBEARER", "Time allowed for the token server's answer.") \
    X(sasl_login_retry_backoff_ms, "sasl.login.retry.backoff.ms", "", MS, "100", "0..", LOW, 0, "OAUTHBEARER", "Pause before the token server is asked again.") \
    X(sasl_login_retry_backoff_max_ms, "sasl.login.retry.backoff.max.ms", "", MS, "10000", "0..", LOW, 0, "OAUTHBEARER", "That pause does not grow beyond this.") \
    X(sasl_oauthbearer_token_endpoint_url, "sasl.oauthbearer.token.endpoint.url", "", STRING, NULL, "", MEDIUM, 0, "OAUTHBEARER", "Where tokens come from: https, or a file.") \
    X(sasl_oauthbearer_scope_claim_name, "sasl.oauthbearer.scope.claim.name", "", STRING, "scope", "", LOW, 0, "OAUTHBEARER", "The claim of a token that holds its scope.") \
    X(sasl_oauthbearer_sub_claim_name, "sasl.oauthbearer.sub.claim.name", "", STRING, "sub", "", LOW, 0, "OAUTHBEARER", "The claim of a token that holds its subject.") \
    X(sasl_oauthbearer_jwks_endpoint_url, "sasl.oauthbearer.jwks.endpoint.url", "", STRING, NULL, "", MEDIUM, 0, "OAUTHBEARER", "Where the keys that sign tokens are published.") \
    X(sasl_oauthbearer_jwks_endpoint_refresh_ms, "sasl.oauthbearer.jwks.endpoint.refresh.ms", "", MS, "3600000", "", LOW, 0, "OAUTHBEARER", "How often those keys are fetched again.") \
    X(sasl_oauthbearer_jwks_endpoint_retry_backoff_ms, "sasl.oauthbearer.jwks.endpoint.retry.backoff.ms", "", MS, "100", "", LOW, 0, "OAUTHBEARER", "Pause before fetching the keys again after an error.") \
    X(sasl_oauthbearer_jwks_endpoint_retry_backoff_max_ms, "sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms", "", MS, "10000", "", LOW, 0, "OAUTHBEARER", "That pause does not grow beyond this.") \
    X(sasl_oauthbearer_clock_skew_seconds, "sasl.oauthbearer.clock.skew.seconds", "", INT, "30", "", LOW, 0, "OAUTHBEARER", "How far clocks may differ when a token's times are checked.") \
    X(sasl_oauthbearer_expected_audience, "sasl.oauthbearer.expected.audience", "", LIST, NULL, "", LOW, 0, "OAUTHBEARER", "The audience that a token must be for.") \
    X(sasl_oauthbearer_expected_issuer, "sasl.oauthbearer.expected.issuer", "", STRING, NULL, "", LOW, 0, "OAUTHBEARER", "The issuer that a token must come from.") \
    X(sasl_oauthbearer_header_urlencode, "sasl.oauthbearer.header.urlencode", "", BOOL, "false", "", LOW, 0, "OAUTHBEARER", "Id and secret are URL-encoded in the request's header.") \
    X(sasl_oauthbearer_jwt_retriever_class, "sasl.oauthbearer.jwt.retriever.class", "", STRING, "org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever", "", MEDIUM, 0, "OAUTHBEARER", "Java's way to a token.") \
    X(sasl_oauthbearer_jwt_validator_class, "sasl.oauthbearer.jwt.validator.class", "", STRING, "org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator", "", MEDIUM, 0, "OAUTHBEARER", "Java's check of a token.") \
    X(sasl_oauthbearer_scope, "sasl.oauthbearer.scope", "", STRING, NULL, "", MEDIUM, 0, "OAUTHBEARER", "The scope that is asked for.") \
    X(sasl_oauthbearer_client_credentials_client_id, "sasl.oauthbearer.client.credentials.client.id", "sasl.oauthbearer.client.id", STRING, NULL, "", MEDIUM, 0, "OAUTHBEARER", "Our id at the token server.") \
    X(sasl_oauthbearer_client_credentials_client_secret, "sasl.oauthbearer.client.credentials.client.secret", "sasl.oauthbearer.client.secret", PASSWORD, NULL, "", MEDIUM, 0, "OAUTHBEARER", "Our secret at the token server.") \
    X(sasl_oauthbearer_assertion_algorithm, "sasl.oauthbearer.assertion.algorithm", "", ENUM, "RS256", "RS256|ES256", MEDIUM, KP__OPTION_CASELESS, "OAUTHBEARER", "How our assertion is signed.") \
    X(sasl_oauthbearer_assertion_claim_aud, "sasl.oauthbearer.assertion.claim.aud", "", STRING, NULL, "", MEDIUM, 0, "OAUTHBEARER", "The audience in our assertion.") \
    X(sasl_oauthbearer_assertion_claim_iss, "sasl.oauthbearer.assertion.claim.iss", "", STRING, NULL, "", MEDIUM, 0, "OAUTHBEARER", "The issuer in our assertion.") \
    X(sasl_oauthbearer_assertion_claim_sub, "sasl.oauthbearer.assertion.claim.sub", "", STRING, NULL, "", MEDIUM, 0, "OAUTHBEARER", "The subject in our assertion.") \
    X(sasl_oauthbearer_assertion_claim_exp_seconds, "sasl.oauthbearer.assertion.claim.exp.seconds", "", INT, "300", "0..86400", LOW, 0, "OAUTHBEARER", "Our assertion ends this long after it was made.") \
    X(sasl_oauthbearer_assertion_claim_nbf_seconds, "sasl.oauthbearer.assertion.claim.nbf.seconds", "", INT, "60", "0..3600", LOW, 0, "OAUTHBEARER", "Our assertion begins this long before it was made.") \
    X(sasl_oauthbearer_assertion_claim_jti_include, "sasl.oauthbearer.assertion.claim.jti.include", "", BOOL, "false", "", MEDIUM, 0, "OAUTHBEARER", "Our assertion has a number of its own.") \
    X(sasl_oauthbearer_assertion_file, "sasl.oauthbearer.assertion.file", "", STRING, NULL, "", MEDIUM, 0, "OAUTHBEARER", "A file with a ready assertion.") \
    X(sasl_oauthbearer_assertion_private_key_file, "sasl.oauthbearer.assertion.private.key.file", "", STRING, NULL, "", MEDIUM, 0, "OAUTHBEARER", "The file with the key that signs our assertion.") \
    X(sasl_oauthbearer_assertion_private_key_passphrase, "sasl.oauthbearer.assertion.private.key.passphrase", "", PASSWORD, NULL, "", MEDIUM, 0, "OAUTHBEARER", "Opens that key.") \
    X(sasl_oauthbearer_assertion_template_file, "sasl.oauthbearer.assertion.template.file", "", STRING, NULL, "", MEDIUM, 0, "OAUTHBEARER", "A file with further claims of our assertion.") \
    /* reading back: the reader and the command */ \
    X(fetch_min_bytes, "fetch.min.bytes", "", INT, "1", "0..", HIGH, KP__OPTION_READER, NULL, \
      "Reader: the broker answers when it has this much, or after fetch.max.wait.ms.") \
    X(fetch_max_bytes, "fetch.max.bytes", "", INT, "52428800", "0..1073741824", MEDIUM, KP__OPTION_READER, NULL, \
      "Reader: the most that one answer may carry (a larger first batch comes whole).") \
    X(max_partition_fetch_bytes, "max.partition.fetch.bytes", "fetch.message.max.bytes", INT, "1048576", "0..1073741824", HIGH, KP__OPTION_READER, NULL, \
      "Reader: the most of one partition in one answer.") \
    X(fetch_max_wait_ms, "fetch.max.wait.ms", "fetch.wait.max.ms", MS, "500", "0..2147483647", LOW, KP__OPTION_READER, NULL, \
      "Reader: how long the broker waits for fetch.min.bytes.") \
    X(check_crcs, "check.crcs", "", BOOL, "true", "", LOW, KP__OPTION_READER, NULL, \
      "Reader: every batch's checksum is checked.") \
    X(isolation_level, "isolation.level", "", ENUM, "read_uncommitted", "read_uncommitted|read_committed", MEDIUM, KP__OPTION_READER, "reading around aborted transactions", \
      "Reader: whether records of transactions that are not committed are read.") \
    X(default_api_timeout_ms, "default.api.timeout.ms", "", MS, "60000", "0..2147483647", MEDIUM, KP__OPTION_READER, NULL, \
      "Command: time allowed for one question to the cluster.") \
    /* kprod's own */ \
    X(callbacks, "callbacks", "", ENUM, "thread", "thread|poll", MEDIUM, KP__OPTION_OWN, NULL, \
      "Where callbacks run: on the loop's thread, or only inside kp_producer_poll.") \
    X(threads, "threads", "", ENUM, "loop", "loop|none", MEDIUM, KP__OPTION_OWN, NULL, \
      "loop: a thread of the library works. none: the host watches the descriptor and calls kp_producer_drive.") \
    X(receipt_precision, "receipt.precision", "", ENUM, "batch", "batch|record", LOW, KP__OPTION_OWN, "times of single records", \
      "record: the clock is read for each record, so that its time in the queue is exact; batch: for each batch.") \
    X(compression_threads, "compression.threads", "", INT, "1", "0..64", LOW, KP__OPTION_OWN, "compression", \
      "Threads that compress full batches, started when first needed; 0: the loop compresses.")
/* clang-format on */

typedef enum kp__opt {
#define KP__OPT_ENUM(id, ...) KP__OPT_##id,
    KP__OPTIONS(KP__OPT_ENUM)
#undef KP__OPT_ENUM
        KP__OPT_COUNT
} kp__opt;
