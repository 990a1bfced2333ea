# Two stages: Maven builds, and a Java runtime runs. Both bases can be others: Debian's own, a mirror's, a hardened one.
ARG BUILD_IMAGE=maven:3.9-eclipse-temurin-17
ARG RUN_IMAGE=eclipse-temurin:17-jre

FROM ${BUILD_IMAGE} AS build
WORKDIR /build
COPY .mvn .mvn
COPY pom.xml ./
COPY src/main src/main
COPY saved_models saved_models
RUN mvn -B -q -Dstyle.color=never -Dmaven.test.skip -Dspotless.check.skip -Dmaven.javadoc.skip -Dmaven.source.skip package
# TensorFlow is unpacked here, since the root may be read-only where it runs; a model is looked at to have it all.
RUN TF_CPP_MIN_LOG_LEVEL=3 java -Dorg.bytedeco.javacpp.cachedir=/build/natives -jar target/glyphnet.jar \
    inspect saved_models/classifier-mnist/1 > /dev/null

FROM ${RUN_IMAGE}
COPY --from=build /build/target/lib /opt/glyphnet/lib
COPY --from=build /build/natives /opt/glyphnet/natives
COPY --from=build /build/target/glyphnet.jar /opt/glyphnet/
COPY --from=build /build/saved_models/classifier-mnist /models/classifier-mnist
ENV TF_CPP_MIN_LOG_LEVEL=3
# No user of the base's; whatever mounts /models must let it read.
USER 10001:10001
WORKDIR /tmp
EXPOSE 8501 8500
# Bash alone, since a base need not have curl. Over TLS (--tls-cert) say --no-healthcheck or give another.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/8501 && printf 'GET /healthz HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && grep -q '\"ok\"' <&3"]
ENTRYPOINT ["java", "-XX:+IgnoreUnrecognizedVMOptions", "--enable-native-access=ALL-UNNAMED", \
    "--sun-misc-unsafe-memory-access=allow", "-Dorg.bytedeco.javacpp.cachedir=/opt/glyphnet/natives", \
    "-jar", "/opt/glyphnet/glyphnet.jar"]
CMD ["serve", "--models", "/models", "--host", "0.0.0.0", "--grpc-port", "8500"]
